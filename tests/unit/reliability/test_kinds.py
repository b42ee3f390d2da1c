"""A kind of evidence is one file and one line: neither without the other, and each tells what it is."""

import importlib
from pathlib import Path

import pytest

from service.core.reliability import evidence
from service.core.reliability.evidence import EVIDENCE_KINDS

MODULES = sorted(path.stem for path in Path(evidence.__file__).parent.glob("[!_]*.py"))


@pytest.mark.parametrize("name", MODULES)
def test_a_kind_of_its_own_file_is_registered_under_its_name(name: str) -> None:
    module = importlib.import_module(f"service.core.reliability.evidence.{name}")
    assert module.KIND in EVIDENCE_KINDS
    assert module.KIND.id == name
    assert len((module.__doc__ or "").split()) >= 10, "says what it knows, why it counts and how much"


def test_no_kind_is_registered_twice() -> None:
    assert len(EVIDENCE_KINDS) == len(MODULES) == len({kind.id for kind in EVIDENCE_KINDS})
