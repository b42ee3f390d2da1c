"""From a body as the text puts it to its possible identities, each with its reasons, best first."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import exp

from service.core.domain import (
    AliasKind,
    Candidate,
    FeatureScore,
    MatchKind,
    OverlayEntry,
    RegistrySnapshot,
    Role,
    SourceRecord,
    SourceType,
)
from service.core.identity.chains import bare
from service.core.identity.features import FEATURES, Evidence, Route
from service.core.identity.reading import Body, Jurisdiction
from service.core.identity.setting import Setting
from service.core.identity.wording import body_title, usual_names, with_article
from service.core.lang.normalize import name_key

#: Log odds of an identity that came up by a name or role before any reason counts.
BIAS = -1.5
#: A name that more records share than this says nothing without a country.
MAX_SHARED = 12
MAX_CANDIDATES = 8

_MATCHES = {
    AliasKind.NAME: MatchKind.EXACT,
    AliasKind.ABBREVIATION: MatchKind.ABBREVIATION,
    AliasKind.METONYM: MatchKind.METONYM,
    AliasKind.DOMAIN: MatchKind.DOMAIN,
}
#: Roles whose bodies are spoken of as such though another body fills them: federal prosecutors are a ministry's in some states.
_OWN_TYPE = frozenset({"prosecutor"})
_CURATED = "curated"
_PUBLIC = frozenset(
    {
        SourceType.GOVERNMENT,
        SourceType.INTELLIGENCE_AGENCY,
        SourceType.MILITARY,
        SourceType.POLICE,
        SourceType.JUDICIARY,
    }
    | {SourceType.LEGISLATURE}
)


@dataclass(frozen=True, slots=True)
class Lookup:
    """Where identities come from: the registry, the newsroom's entries by id, and the article's setting."""

    snapshot: RegistrySnapshot
    setting: Setting
    entries: Mapping[str, OverlayEntry]


def candidates_for(lookup: Lookup, body: Body, long_form: str | None = None) -> tuple[Candidate, ...]:
    """Possible identities of `body`, best first; empty when the tables know nothing that fits."""
    best: dict[str, Candidate] = {}
    for evidence in _evidence(lookup, body, long_form):
        candidate = _candidate(evidence)
        if candidate.id not in best or best[candidate.id].score < candidate.score:
            best[candidate.id] = candidate
    ranked = sorted(best.values(), key=lambda candidate: -candidate.score)
    return tuple(ranked[:MAX_CANDIDATES])


def _evidence(lookup: Lookup, body: Body, long_form: str | None) -> Iterator[Evidence]:
    house = [entry for record_id in body.records if (entry := lookup.entries.get(record_id)) is not None]
    if house:
        yield _house(lookup, body, house[0])
        return
    if body.records and body.capitalized:
        yield from _by_name(lookup, body, long_form)
    role = body.roles[0] if body.roles else None
    if role is not None and body.name is None:
        yield from _by_role(lookup, body, role, long_form)
    if _bare_seat(body):
        yield from _by_seat(lookup, body)
    elif role is None and body.phrase and _of_state(body) and body.name is None and not body.records:
        yield from _by_phrase(lookup, body)


def _of_state(body: Body) -> bool:
    """Whether a country is told, or a ministry that needs none: there is only one of its kind where the article plays."""
    ministry = body.definite and body.phrase != "ministry" and body.phrase.endswith(" ministry")
    return bool(body.countries) or (ministry and body.jurisdiction is Jurisdiction.NONE and body.owner is None)


def _house(lookup: Lookup, body: Body, entry: OverlayEntry) -> Evidence:
    record = lookup.snapshot.records.get(entry.id)
    return Evidence(
        body=body,
        id=entry.id,
        name=entry.name or (record.name if record else body.surface),
        type=entry.type or (record.type if record else body.head) or SourceType.UNKNOWN,
        country=entry.country or (record.country if record else None),
        route=Route.HOUSE,
        setting=lookup.setting,
        at=body.first,
        record=record,
        entry=entry,
    )


def _by_name(lookup: Lookup, body: Body, long_form: str | None) -> Iterator[Evidence]:
    records = [lookup.snapshot.records[record_id] for record_id in body.records]
    if body.countries:
        fitting = [record for record in records if record.country in body.countries]
        records = fitting or [record for record in records if record.country is None]
        if not records and len(body.records) == 1 and not body.roles:
            records = [lookup.snapshot.records[body.records[0]]]
    elif _goes_on(body):
        home = lookup.setting.home
        records = [record for record in records if record.type not in _PUBLIC or home in {None, record.country}]
    elif len(records) > MAX_SHARED:
        codes = frozenset(lookup.setting.codes())
        records = [record for record in records if record.country in codes]
    shared = body.record_key in lookup.snapshot.ambiguous and len(records) > 1
    for record in _distinct(records)[:MAX_SHARED]:
        yield Evidence(
            body=body,
            id=record.id,
            name=record.name,
            type=record.type,
            country=record.country,
            route=Route.NAME,
            setting=lookup.setting,
            at=body.first,
            record=record,
            alias=alias_kind(record, body.record_key),
            stated=bool(body.countries),
            shared=shared,
            long_form=long_form,
            country_name=_country_name(lookup, record.country),
        )


def _goes_on(body: Body) -> bool:
    """Whether a capitalized noun behind the known name makes it a longer one: Bangkok's "Metropolitan Police Bureau"."""
    rest = body.surface.partition(body.record_word)[2].strip()
    return bool(body.head_word) and rest[:1].isupper() and rest.lower().startswith(body.head_word)


def _distinct(records: list[SourceRecord]) -> list[SourceRecord]:
    """One name in one country is one body entered twice: a row compiled by hand speaks before imported ones, else the first."""
    curated = {record.country for record in records if record.origin.startswith(_CURATED)}
    first: dict[tuple[str | None, str], SourceRecord] = {}
    for record in records:
        if record.origin.startswith(_CURATED) or record.country not in curated:
            first.setdefault((record.country, name_key(record.name)), record)
    return list(first.values())


def alias_kind(record: SourceRecord, key: str) -> AliasKind:
    """The strongest kind under which the record answers to a key."""
    if name_key(record.name) == key:
        return AliasKind.NAME
    kinds = [alias.kind for alias in record.aliases if name_key(alias.text) == key]
    strong = [kind for kind in kinds if kind is not AliasKind.CONTEXT_ONLY]
    return (strong or kinds or [AliasKind.DOMAIN])[0]


def _by_role(lookup: Lookup, body: Body, role: str, long_form: str | None) -> Iterator[Evidence]:
    if body.jurisdiction is Jurisdiction.PLACE or (not body.countries and _of_world(lookup, body)):
        return
    codes = body.countries or lookup.setting.codes()
    for code in codes[:MAX_SHARED]:
        yield _role_evidence(lookup, body, (code, role), long_form)


def _of_world(lookup: Lookup, body: Body) -> bool:
    """Whether a world body stands in front of the noun: "the UN mission" is no country's embassy."""
    return body.head is SourceType.INTERNATIONAL_ORG or any(
        lookup.snapshot.records[record].type is SourceType.INTERNATIONAL_ORG for record in body.records[:1]
    )


def _role_evidence(lookup: Lookup, body: Body, key: tuple[str, str], long_form: str | None) -> Evidence:
    code, role_id = key
    role = lookup.snapshot.roles[role_id]
    record = _role_record(lookup.snapshot, body, code)
    country = _country_name(lookup, code)
    return Evidence(
        body=body,
        id=record.id if record else f"{code.lower()}.{role_id}",
        name=record.name
        if record
        else _own_name(body) or f"{_formal(body) or _label(role, body)} of {with_article(country)}",
        type=record.type if record and role_id not in _OWN_TYPE else role.type,
        country=record.country if record else code,
        route=Route.ROLE,
        setting=lookup.setting,
        at=body.first,
        known=record is not None,
        record=record,
        role=role_id,
        stated=bool(body.countries),
        long_form=long_form,
        country_name=country,
    )


_MINISTRY = re.compile(
    r"(?:Ministry|Department) (?:of|for) (?:the )?[A-Z][\w'’-]*(?:(?:,? and|,) (?:the )?[A-Z][\w'’-]*| [A-Z][\w'’-]*)*"
)


def _formal(body: Body) -> str | None:
    """A ministry's full name as the text writes it: "Ministry of Energy and Mines", whichever country's."""
    found = _MINISTRY.search(body.surface)
    named = found is not None and not (body.country_word and found[0].endswith(body.country_word))
    return found[0] if found is not None and named else None


def _label(role: Role, body: Body) -> str:
    """What a body without a record is called: a ministry by the matter that the text names, "Ministry of Sports"."""
    noun = body.role_word.lower()
    matter = noun.removesuffix(" ministry")
    if matter == noun or noun.startswith("the ") or matter in role.label.lower():
        return role.label
    return f"Ministry of {' '.join(word.capitalize() if word != 'and' else word for word in matter.split())}"


def _own_name(body: Body) -> str | None:
    """The text's own name of a body without a record: "Portuguese Environment Agency"; ministries are named by their rule."""
    words = bare(body.surface).split()
    proper = len(words) > 2 and all(word[:1].isupper() for word in words)
    worded = body.jurisdiction in {Jurisdiction.ADJECTIVE, Jurisdiction.CAPITAL}
    inside = body.jurisdiction is Jurisdiction.NAME and not body.surface.endswith(body.country_word)
    worded = worded or (body.definite and (body.jurisdiction is Jurisdiction.NONE or inside))
    if not (worded and proper) or body.head_word.endswith(("ministry", "department")):
        return None
    return " ".join(words)


def _role_record(snapshot: RegistrySnapshot, body: Body, code: str) -> SourceRecord | None:
    """The body of a country for the first of the noun's roles that the table fills."""
    for role in body.roles:
        found = snapshot.by_role.get((code, role))
        if found is not None:
            return snapshot.records[found]
    return None


def _bare_seat(body: Body) -> bool:
    known = body.records and body.record_word != body.country_word
    if body.jurisdiction is Jurisdiction.ADJECTIVE and body.key != name_key(body.country_word):
        return False  # "the Spanish champions" are not Spain
    bare = not (body.roles or body.name or body.phrase or body.head_word or known)
    return bool(body.countries) and bare and body.jurisdiction is not Jurisdiction.PLACE


def _by_seat(lookup: Lookup, body: Body) -> Iterator[Evidence]:
    for code in body.countries:
        record = lookup.snapshot.records.get(lookup.snapshot.by_role.get((code, "government"), ""))
        country = _country_name(lookup, code)
        yield Evidence(
            body=body,
            id=record.id if record else f"{code.lower()}.government",
            name=record.name if record else f"Government of {with_article(country)}",
            type=SourceType.GOVERNMENT,
            country=code,
            route=Route.SEAT,
            setting=lookup.setting,
            at=body.first,
            known=record is not None,
            record=record,
            stated=True,
            country_name=country,
        )


def _by_phrase(lookup: Lookup, body: Body) -> Iterator[Evidence]:
    """A public body that no role covers ("South Korea's unification ministry"): by its usual names, else well-formed."""
    if body.head not in _PUBLIC or body.indefinite or body.jurisdiction is Jurisdiction.PLACE:
        return
    for code in _states(lookup, body):
        country = _country_name(lookup, code)
        found = next((hit for key in usual_names(body.phrase) for hit in _in_country(lookup, key, code)), None)
        yield Evidence(
            body=body,
            id=found.id if found else f"{code.lower()}.{body.phrase.replace(' ', '_')}",
            name=found.name if found else _own_name(body) or f"{body_title(body.phrase)} of {with_article(country)}",
            type=found.type if found else body.head,
            country=code,
            route=Route.ROLE,
            setting=lookup.setting,
            at=body.first,
            known=found is not None,
            record=found,
            stated=True,
            country_name=country,
        )


def _states(lookup: Lookup, body: Body) -> tuple[str, ...]:
    """The countries told, else that in which the article plays for "the security ministry"."""
    return body.countries or ((lookup.setting.home,) if lookup.setting.home is not None else ())


def _in_country(lookup: Lookup, key: str, code: str) -> Iterator[SourceRecord]:
    for record_id in lookup.snapshot.by_alias.get(key, ()):
        record = lookup.snapshot.records[record_id]
        if record.country == code:
            yield record


def _country_name(lookup: Lookup, code: str | None) -> str:
    country = lookup.snapshot.countries.get(code or "")
    return country.name if country is not None else code or ""


def _candidate(evidence: Evidence) -> Candidate:
    scores: list[FeatureScore] = []
    odds = BIAS
    for feature in FEATURES:
        found = feature.measure(evidence)
        if found is not None:
            value, detail = found
            scores.append(FeatureScore(feature.name, value, feature.weight, detail))
            odds += value * feature.weight
    return Candidate(
        id=evidence.id,
        name=evidence.name,
        type=evidence.type,
        country=evidence.country,
        match=_match(evidence),
        score=round(1.0 / (1.0 + exp(-odds)), 4),
        features=tuple(scores),
        known=evidence.known,
    )


def _match(evidence: Evidence) -> MatchKind:
    if evidence.route is Route.HOUSE:
        return MatchKind.OVERLAY
    if evidence.route is Route.SEAT:
        return MatchKind.METONYM
    if evidence.route is Route.ROLE:
        return MatchKind.DESCRIPTIVE
    return _MATCHES.get(evidence.alias or AliasKind.ALIAS, MatchKind.ALIAS)
