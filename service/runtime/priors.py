"""Reads the model's tables from `service/data/priors/*.toml` and refuses what cannot be right."""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from service.core.domain import Status
from service.core.reliability.classes import MEDIA
from service.core.reliability.interests import InterestRule
from service.core.reliability.tables import (
    ClaimEvidence,
    ClassPrior,
    ClassRule,
    Constant,
    Criterion,
    Origin,
    Rater,
    SourceEvidence,
    Tables,
)
from service.core.reliability.wordforms import expression, stem
from service.core.reliability.words import ClaimWords

#: The tables that ship with the service.
PRIORS_FOLDER = Path(__file__).resolve().parents[1] / "data" / "priors"
FILES = ("classes", "source_evidence", "ratings", "claim_evidence", "constants", "claim_words.en")

#: Types for which the class map looks at how free the press is.
MEDIA_TYPES = frozenset(kind.value for kind in MEDIA)

_Table = Mapping[str, Any]
Row = TypeVar("Row", ClassPrior, Rater, Constant)


def load_tables(folder: Path = PRIORS_FOLDER) -> Tables:
    """All tables of the model in `folder`.

    Raises:
        OSError: a file is missing.
        ValueError: a file is malformed, a number is out of range or a rule names a class that does not exist.
    """
    raw = {name: (folder / f"{name}.toml").read_bytes() for name in FILES}
    try:
        return _tables({name: tomllib.loads(text.decode("utf-8")) for name, text in raw.items()}, _digest(raw))
    except (KeyError, TypeError) as error:
        raise ValueError(f"the tables in {folder.name} lack something: {error!r}") from error


@lru_cache(maxsize=1)
def default_tables() -> Tables:
    """The shipped tables, read once per process."""
    return load_tables()


def _digest(raw: Mapping[str, bytes]) -> str:
    return hashlib.sha256(b"\0".join(raw[name] for name in FILES)).hexdigest()


def _tables(files: Mapping[str, Any], digest: str) -> Tables:
    constants = files["constants"]
    tables = Tables(
        version=max(str(content["version"]) for content in files.values()),
        digest=digest,
        classes=_by_id(_class(row) for row in files["classes"]["class"]),
        class_rules=tuple(_rule(row) for row in files["classes"]["rule"]),
        source_evidence=tuple(_evidence(row) for row in files["source_evidence"]["evidence"]),
        raters=_by_id(_rater(row) for row in files["ratings"]["rater"]),
        criteria=tuple(_criterion(row) for row in files["ratings"]["criterion"]),
        claim_evidence={row["kind"]: _factor(row) for row in files["claim_evidence"]["factor"]},
        hedges={row["level"]: float(row["multiplier"]) for row in files["claim_evidence"]["hedge"]},
        constants=_by_id(_constant(row, constants["version"]) for row in constants["constant"]),
        letter_bands=tuple((letter, float(low)) for letter, low in constants["letter_bands"]),
        overlay_middles={letter: float(middle) for letter, middle in constants["overlay_middles"]},
        words=_words(files["claim_words.en"]),
        interests=tuple(_interest(row) for row in files["claim_evidence"]["interest"]),
    )
    _check(tables)
    return tables


def _check(tables: Tables) -> None:
    for prior in tables.classes.values():
        _demand(0.0 < prior.mu < 1.0 and prior.kappa > 0.0, f"class {prior.id}: mu in (0, 1), kappa above 0")
        _demand(prior.anchor in {"checked_statements", "all_posts"}, f"class {prior.id}: anchor {prior.anchor}")
    for rule in tables.class_rules:
        _demand(rule.class_id in tables.classes, f"a rule names the class {rule.class_id}")
        media = rule.types and rule.types <= MEDIA_TYPES
        _demand(bool(rule.press is None or media), f"only rules for media ask for the press ({rule.class_id})")
    last = tables.class_rules[-1]
    _demand(not (last.types or last.roles or last.words or last.speaker or last.press), "the last rule fits everybody")
    ratios: tuple[SourceEvidence | ClaimEvidence, ...] = (*tables.source_evidence, *tables.claim_evidence.values())
    for ratio in ratios:
        _demand(ratio.lr > 0.0, f"{ratio.kind}: a likelihood ratio above 0")
    for interest in tables.interests:
        lists = (*interest.about, *interest.also, *([interest.label] if interest.label else []))
        _demand(
            all(name in tables.lexis.bit for name in lists), f"the interest {interest.reason} names lists that exist"
        )
    for level, multiplier in tables.hedges.items():
        _demand(-1.0 <= multiplier <= 1.0, f"hedge {level}: a multiplier in [-1, 1]")
    _demand(0.0 < tables.value["forgetting"] <= 1.0, "forgetting: above 0, up to 1")
    lows = [low for _, low in tables.letter_bands]
    _demand(lows == sorted(lows, reverse=True) and lows[-1] == 0.0, "letter bands fall to 0")


def _demand(condition: bool, what: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not condition:
        raise ValueError(f"the tables must satisfy: {what}")


def _by_id(rows: Iterable[Row]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in rows:
        _demand(row.id not in found, f"{row.id} stands once")
        found[row.id] = row
    return found


def _origin(row: _Table, as_of: str = "") -> Origin:
    return Origin(Status(row["status"]), row["origin"], str(row.get("as_of", as_of)))


def _class(row: _Table) -> ClassPrior:
    return ClassPrior(row["id"], row["label"], float(row["mu"]), float(row["kappa"]), row["anchor"], _origin(row))


def _rule(row: _Table) -> ClassRule:
    return ClassRule(
        class_id=row["class"],
        types=frozenset(row.get("types", ())),
        roles=frozenset(row.get("roles", ())),
        words=frozenset(map(expression, row.get("words", ()))),
        speaker=row.get("speaker"),
        press=row.get("press"),
        why=row["why"],
    )


def _evidence(row: _Table) -> SourceEvidence:
    values = frozenset(value.lower() for value in row["values"])
    return SourceEvidence(
        row["kind"], row["outcome"], values, float(row["lr"]), row["group"], row["label"], _origin(row)
    )


def _rater(row: _Table) -> Rater:
    return Rater(
        id=row["id"],
        label=row["label"],
        family=row["family"],
        scale=row["scale"],
        names={name.lower(): float(number) for name, number in row.get("names", ())},
        bands=tuple((float(low), float(number)) for low, number in row.get("bands", ())),
        top=float(row.get("top", 1.0)),
        origin=_origin(row),
    )


def _criterion(row: _Table) -> Criterion:
    return Criterion(row["id"], tuple(row["columns"]), float(row["points"]))


def _factor(row: _Table) -> ClaimEvidence:
    return ClaimEvidence(row["kind"], float(row["lr"]), row["label"], _origin(row), row.get("except_with"))


def _interest(row: _Table) -> InterestRule:
    return InterestRule(
        reason=row["reason"],
        why=row["why"],
        types=frozenset(row.get("types", ())),
        classes=frozenset(row.get("classes", ())),
        roles=frozenset(row.get("roles", ())),
        label=row.get("label"),
        kind=row.get("kind"),
        about=tuple(row.get("about", ())),
        also=tuple(row.get("also", ())),
        itself=bool(row.get("itself", False)),
        alone=bool(row.get("alone", False)),
        country=bool(row.get("country", False)),
        controlled=bool(row.get("controlled", False)),
    )


def _constant(row: _Table, version: str) -> Constant:
    return Constant(row["id"], float(row["value"]), row["label"], _origin(row, version))


def _words(content: _Table) -> ClaimWords:
    synonyms = {stem(word): stem(group[0]) for group in content["synonyms"] for word in group}

    def both_ways(name: str) -> frozenset[tuple[str, str]]:
        pairs = [[synonyms.get(stem(word), stem(word)) for word in pair] for pair in content[name]]
        return frozenset((a, b) for left, right in pairs for a, b in ((left, right), (right, left)))

    return ClaimWords(
        lists={name: frozenset(map(expression, entries)) for name, entries in content["lists"].items()},
        phrases={
            name: tuple(tuple(e.lower().split()) for e in entries) for name, entries in content["phrases"].items()
        },
        synonyms=synonyms,
        opposites=both_ways("opposites"),
        contrasts=both_ways("contrasts"),
        numbers={word.lower(): float(value) for word, value in content["numbers"].items()},
        units={
            synonyms.get(stem(unit), stem(unit)): (synonyms.get(stem(part), stem(part)), float(size))
            for unit, (part, size) in content["units"].items()
        },
        shares={word.lower(): float(value) for word, value in content["shares"].items()},
    )
