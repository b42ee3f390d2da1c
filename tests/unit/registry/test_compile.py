"""The registry's files keep their rules, and the artifact is what they compile to."""

import json
import shutil
from pathlib import Path

import pytest

from service.core.domain import RegistryError
from service.runtime.registry_compile import ARTIFACT, compile_registry
from service.runtime.registry_files import REGISTRY_FOLDER, load_registry

MIB = 1 << 20


@pytest.fixture(scope="module")
def compiled() -> bytes:
    return compile_registry(REGISTRY_FOLDER)


def test_the_artifact_equals_the_compiled_sources(compiled: bytes) -> None:
    shipped = (REGISTRY_FOLDER / ARTIFACT).read_bytes()
    assert shipped == compiled, "run `python -m bench.registry.compile` and commit the artifact"


def test_the_artifact_stays_small(compiled: bytes) -> None:
    assert len(compiled) <= 6 * MIB


def test_a_missing_artifact_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="make registry"):
        load_registry(tmp_path / ARTIFACT.name)


def test_an_artifact_of_another_format_is_refused(tmp_path: Path) -> None:
    path = tmp_path / ARTIFACT.name
    path.write_text('{"format": 0}', encoding="utf-8")
    with pytest.raises(RegistryError, match="format 0"):
        load_registry(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A registry of two records, whole and well."""
    shutil.copy(REGISTRY_FOLDER / "roles.toml", tmp_path)
    countries = (REGISTRY_FOLDER / "countries.jsonl").read_text(encoding="utf-8").splitlines()
    kept = [line for line in countries if json.loads(line)["iso2"] in {"PL", "UA"}]
    (tmp_path / "countries.jsonl").write_text("\n".join(kept) + "\n", encoding="utf-8")
    (tmp_path / "ordinary_words.txt").write_text("pap\ntimes\nharvest\n", encoding="utf-8")
    (tmp_path / "curated").mkdir()
    write(tmp_path, ROW, ROW | {"id": "ua.daily", "name": "Kyiv Harvest Daily", "country": "UA"})
    return tmp_path


ROW = {
    "id": "pl.daily",
    "name": "Warsaw Harvest Daily",
    "type": "news_outlet",
    "country": "PL",
    "aliases": [{"name": "Harvest", "kind": "context_only"}],
    "domains": ["harvest.example"],
    "origin": "curated",
    "as_of": "2026-11",
    "reason": "invented for this test",
}


def write(folder: Path, *rows: dict) -> None:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "curated" / "outlets.jsonl").write_text(text, encoding="utf-8")


def test_a_well_formed_folder_compiles_to_the_same_bytes_twice(folder: Path) -> None:
    first = compile_registry(folder)
    assert first == compile_registry(folder)
    path = folder / ARTIFACT.name
    path.write_bytes(first)
    snapshot = load_registry(path)
    assert snapshot.records["pl.daily"].domains == ("harvest.example",)
    assert snapshot.by_alias["harvest"] == ("pl.daily", "ua.daily")
    assert "harvest" in snapshot.context_only


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"aliases": [{"name": "The Harvest", "kind": "alias"}]}, "'The Harvest' is an ordinary word"),
        ({"name": "Times"}, "'Times' is an ordinary word"),
        ({"country": "QQ"}, "unknown country QQ"),
        ({"type": "gazette"}, "unknown type gazette"),
        ({"roles": ["gardener"]}, "unknown role gardener"),
        ({"origin": ""}, "no origin"),
        ({"reason": None}, "gives its reason"),
        ({"parent": "pl.nobody"}, "parent pl.nobody is no record"),
        ({"as_of": "lately"}, "as_of is no date"),
        ({"id": "Warsaw Daily"}, "is no id"),
        ({"aliases": [{"name": "…", "kind": "alias"}]}, "nothing is left"),
        ({"aliases": [{"name": "Harvest Weekly", "kind": "nickname"}]}, "unknown kind of alias nickname"),
        ({"evidence": [{"kind": "horoscope", "value": "1"}]}, "unknown kind of evidence horoscope"),
    ],
)
def test_a_broken_rule_stops_the_compiler(folder: Path, change: dict, problem: str) -> None:
    write(folder, ROW | change)
    with pytest.raises(RegistryError, match=problem):
        compile_registry(folder)


def test_a_reviewed_ordinary_word_is_let_through(folder: Path) -> None:
    write(folder, ROW | {"name": "The Times", "reviewed": ["The Times"]})
    assert b"The Times" in compile_registry(folder)


def test_one_body_twice_stops_the_compiler(folder: Path) -> None:
    write(folder, ROW, ROW | {"id": "pl.daily-again"})
    with pytest.raises(RegistryError, match="one name, type and country"):
        compile_registry(folder)


def test_an_id_twice_by_hand_stops_the_compiler(folder: Path) -> None:
    write(folder, ROW, ROW | {"name": "Warsaw Harvest Weekly"})
    with pytest.raises(RegistryError, match=r"outlets\.jsonl:2: pl\.daily is in curated/outlets\.jsonl:1 already"):
        compile_registry(folder)


def test_an_ambiguous_name_needs_somebody_who_answers(folder: Path) -> None:
    row = {"alias": "The Morning Moon", "reason": "two papers", "origin": "curated"}
    (folder / "curated" / "ambiguous.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    with pytest.raises(RegistryError, match="nobody answers to The Morning Moon"):
        compile_registry(folder)
