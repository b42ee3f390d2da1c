"""What the registry and the front matter say that rules ask for."""

from collections.abc import Mapping

from service.core.domain import BlockKind, Document, Source, SourceRecord, SourceType
from service.core.rules.facts import Facts

#: Grades from the best to the worst; F is none of them: it says that nothing can be judged.
LETTERS = "ABCDE"
MEDIA = frozenset({SourceType.NEWS_AGENCY, SourceType.NEWS_OUTLET})
#: Bodies that fight, and bodies of a state: parties to a conflict.
ARMED = frozenset({SourceType.MILITARY, SourceType.INTELLIGENCE_AGENCY, SourceType.ARMED_GROUP})
STATE = frozenset({SourceType.GOVERNMENT, SourceType.LEGISLATURE, SourceType.OFFICIAL}) | ARMED


def below(grade: str, least: str) -> bool:
    """Whether an earned grade is worse than `least`; F is no grade and worse than nothing."""
    return grade in LETTERS and LETTERS.index(grade) > LETTERS.index(least)


def is_outlet(source: Source, facts: Facts) -> bool:
    """Whether a source is an outlet; a mention that goes on with "who" is a person whose name looks like one."""
    return source.type in MEDIA and not any(" who " in one.span.text_of(facts.text) for one in source.mentions)


def record_of(source: Source, facts: Facts) -> SourceRecord | None:
    """The registry's record of a source itself or of the body it speaks for."""
    return facts.snapshot.records.get(source.record_id or "")


def is_controlled(record: SourceRecord | None) -> bool:
    """Whether a state decides what an outlet publishes, by the registry's typology."""
    if record is None or record.type not in MEDIA:
        return False
    return any(fact.kind == "state_control" and fact.value.strip().lower() in _CONTROLLED for fact in record.evidence)


_CONTROLLED = frozenset({"sc", "state-controlled", "state controlled", "state_controlled", "controlled"})


def approval(document: Document) -> str | None:
    """Who approved the unnamed sources, from the front matter's `sourcegrade.approved_anonymous_by`."""
    return _text(_own(document).get("approved_anonymous_by"))


def byline(document: Document) -> str | None:
    """Who signs the story: front matter (`byline`, `author`, `authors`, `sourcegrade.byline`) or a byline in the text."""
    for value in (_own(document).get("byline"), *(document.meta.get(key) for key in ("byline", "author", "authors"))):
        found = _text(value)
        if found:
            return found
    return next((one.span.text_of(document.text) for one in document.blocks if one.kind is BlockKind.BYLINE), None)


def _own(document: Document) -> Mapping[str, object]:
    value = document.meta.get("sourcegrade")
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str | None:
    """A text, the first of a list, or the `name` of a mapping; None for anything empty."""
    if isinstance(value, list | tuple):
        return next(filter(None, map(_text, value)), None)
    if isinstance(value, Mapping):
        return _text(value.get("name"))
    return value.strip() or None if isinstance(value, str) else None
