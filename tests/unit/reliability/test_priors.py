"""The tables as shipped, and what the loader refuses."""

import re
import shutil

import pytest

from service.runtime.priors import FILES, PRIORS_FOLDER, load_tables
from tests.unit.reliability.support import tables


def test_every_row_has_a_mark_and_an_origin() -> None:
    found = tables()
    rows = [*found.classes.values(), *found.source_evidence, *found.raters.values(), *found.constants.values()]
    rows += found.claim_evidence.values()
    assert len(rows) > 50
    for row in rows:
        assert row.origin.status
        assert row.origin.text
        assert row.origin.as_of


def test_no_rule_of_the_class_map_names_a_nation_a_party_or_a_lean() -> None:
    forbidden = re.compile(
        r"republican|democrat|conservative|liberal|left|right|russia|china|american|ukrain", re.IGNORECASE
    )
    for rule in tables().class_rules:
        assert not any(forbidden.search(word) for word in (*rule.types, *rule.roles, *rule.words))


def test_the_digest_changes_with_a_number(tmp_path) -> None:
    for name in FILES:
        shutil.copy(PRIORS_FOLDER / f"{name}.toml", tmp_path)
    assert load_tables(tmp_path).digest == tables().digest
    changed = tmp_path / "classes.toml"
    changed.write_text(changed.read_text().replace("kappa = 14", "kappa = 15"))
    assert load_tables(tmp_path).digest != tables().digest


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("classes", "mu = 0.57", "mu = 1.57"),
        ("classes", 'class = "politician"', 'class = "poet"'),
        ("classes", 'id = "commentator"', 'id = "politician"'),
        ("source_evidence", "lr = 0.5", "lr = 0.0"),
        ("claim_evidence", "multiplier = 0.95", "multiplier = 1.95"),
        ("constants", '["E", 0.0]', '["E", 0.3]'),
        ("ratings", "status", "state"),
    ],
)
def test_what_cannot_be_right_is_refused(tmp_path, file: str, old: str, new: str) -> None:
    for name in FILES:
        shutil.copy(PRIORS_FOLDER / f"{name}.toml", tmp_path)
    path = tmp_path / f"{file}.toml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(ValueError, match=r"tables"):
        load_tables(tmp_path)
