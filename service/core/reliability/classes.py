"""Which class of table 3.1 a source belongs to; the map itself is data (classes.toml)."""

from functools import lru_cache

from service.core.domain import Country, EvidenceFact, RegistrySnapshot, SourceType
from service.core.reliability.subjects import Subject
from service.core.reliability.tables import ClassPrior, ClassRule, Tables
from service.core.reliability.wordforms import label_words

#: Whoever speaks only for himself is in this class, whatever words the article has for him (SCORING.md 2.7).
PRIVATE_CLASS = "other_named"

#: Types whose class may depend on how free the press of their country is.
MEDIA = frozenset({SourceType.NEWS_AGENCY, SourceType.NEWS_OUTLET})
PRESS_FREE, PRESS_LOW, PRESS_UNKNOWN = "free", "low", "unknown"


def press_fact(country: Country | None) -> EvidenceFact | None:
    """The newest press-freedom fact of a country, if there is one."""
    facts = [fact for fact in country.evidence if fact.kind == "press_freedom"] if country else []
    if len(facts) < 2:
        return facts[0] if facts else None
    return max(facts, key=lambda fact: fact.citation.as_of or "", default=None)


@lru_cache(maxsize=1024)
def press_level(fact: EvidenceFact | None, tables: Tables) -> str:
    """`free`, `low` or `unknown`: by rank where the fact gives one, else by score, else by the band's name."""
    if fact is None:
        return PRESS_UNKNOWN
    rank = _number(fact.qualifier, "rank") or _number(fact.value, "rank")
    if rank is not None:
        return PRESS_LOW if rank > tables.value["press_rank_low"] else PRESS_FREE
    score = _number(fact.value, "")
    if score is not None:
        return PRESS_LOW if score < tables.value["press_score_low"] else PRESS_FREE
    row = tables.by_value.get(("press_freedom", fact.value.strip().lower()))
    return row.outcome if row else PRESS_UNKNOWN


def _number(text: str | None, prefix: str) -> float | None:
    """The figure in `text` after `prefix` (a word such as rank), or None."""
    if not text:
        return None
    words = text.lower().replace(":", " ").replace("=", " ").replace("(", " ").replace(")", " ").split()
    for before, word in zip(["", *words], words, strict=False):
        figure = word.strip(",;").split("/")[0]
        if (not prefix or before == prefix) and figure.replace(".", "", 1).isdecimal():
            return float(figure)
    return None


def class_of(subject: Subject, snapshot: RegistrySnapshot, tables: Tables) -> ClassPrior:
    """The class row of `subject`: the first rule of the map whose conditions all hold."""
    if subject.private:
        return tables.classes[PRIVATE_CLASS]
    press = ""
    if subject.type in MEDIA:
        press = press_level(press_fact(snapshot.countries.get(subject.country or "")), tables)
    for rule in tables.rules_by_type[subject.type]:
        if _fits(rule, subject, press):
            return tables.classes[rule.class_id]
    raise LookupError(f"no class for the type {subject.type}")


def _fits(rule: ClassRule, subject: Subject, press: str) -> bool:
    if rule.roles and not rule.roles.intersection(subject.roles):
        return False
    if rule.speaker and rule.speaker != ("person" if subject.person else "body"):
        return False
    if rule.press is not None and rule.press != press:
        return False
    return not rule.words or not rule.words.isdisjoint(label_words(subject.label))
