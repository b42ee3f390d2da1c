"""Who the marked mentions are: invented sentences of many countries and desks, one table for tuning and one held out."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from service.core.domain import Cast, RegistrySnapshot, Source
from service.core.identity.context import IdentityContext
from service.core.identity.lexicon import IdentityLexicon
from service.core.identity.resolve import identify
from tests.unit.identity.conftest import article, layer_of

FOLDER = Path(__file__).parent / "cases"


def _cases() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            marks = [pytest.mark.xfail(reason=case["xfail"], strict=True)] if "xfail" in case else []
            found.append(pytest.param(case, id=f"{path.stem}: {case['name']}", marks=marks))
    return found


@pytest.mark.parametrize("case", _cases())
def test_mentions_find_their_sources(
    case: dict[str, Any], snapshot: RegistrySnapshot, lexicon: IdentityLexicon
) -> None:
    doc, attributions = article(case["text"])
    assert len(attributions) == len(case["expect"]), "one row of expectations for each marked mention"
    context = IdentityContext(
        lexicon,
        country=case.get("country"),
        dateline=case.get("dateline"),
        title=case.get("title"),
        publisher=case.get("publisher"),
    )
    cast = identify(doc, layer_of(doc.text), attributions, snapshot, context)
    sources = _by_attribution(cast)
    for number, row in enumerate(case["expect"], start=1):
        _check(row, sources, number)


def _by_attribution(cast: Cast) -> list[Source]:
    by_id = {source.id: source for source in cast.sources}
    return [by_id[link.source_id] for link in cast.links if link.source_id is not None]


def _check(row: dict[str, Any], sources: list[Source], number: int) -> None:
    source = sources[number - 1]
    if "same" in row:
        assert source.id == sources[row["same"] - 1].id, f"mention {number} is another source: {source.label}"
    if "not_same" in row:
        assert source.id != sources[row["not_same"] - 1].id, f"mention {number} is the same source: {source.label}"
    found = {
        "id": source.record_id,
        "name": source.name or "",
        "type": source.type.value,
        "country": source.country,
        "anonymity": source.anonymity.value,
        "outcome": source.resolution.outcome.value,
        "private": source.private_person,
        "affiliation": source.affiliation and source.affiliation.name,
    }
    wanted = {field: value for field, value in row.items() if field not in {"same", "not_same"}}
    assert {field: found[field] for field in wanted} == wanted, f"mention {number}: {source.label}"


def test_there_are_enough_mentions_in_both_tables() -> None:
    counts = {
        path.stem: sum(case["text"].count("‹") for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"])
        for path in FOLDER.glob("*.toml")
    }
    assert counts["tune"] >= 100
    assert counts["test"] >= 50
