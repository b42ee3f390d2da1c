"""Is every country's body found in every wording? `python -m bench.identity.grammar [--errors N] [--freeze]`

Phrases are generated: countries often in the news x kinds of body x shapes ("Brazil's central bank", "the country's central bank",
"two officials at the Brazilian central bank"). A phrase is right when country, type and body are: the table's body for the role, or
a well-formed identity where the table has no name.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.registry.coverage import COUNTRIES
from service.core.domain import (
    AliasKind,
    Article,
    Attribution,
    Country,
    Mention,
    MentionForm,
    RegistrySnapshot,
    Source,
    SourceType,
    Span,
)
from service.core.identity.context import IdentityContext
from service.core.identity.resolve import identify
from service.core.parsing import parse
from service.core.pipeline import Resources
from service.core.text.layer import build_layer
from service.runtime.resources import load_resources

FROZEN = Path(__file__).resolve().parents[1] / "frozen" / "grammar.json"
#: Kinds of body with the nouns that news uses for them, the commonest first.
NOUNS = {
    "government": ("government", "authorities"),
    "head_of_state": ("presidential office", "presidency"),
    "head_of_government": ("prime minister's office",),
    "intelligence": ("spy agency", "intelligence service", "intelligence agency", "intelligence"),
    "military_intelligence": ("military intelligence", "military intelligence agency"),
    "security_service": ("domestic intelligence agency", "security service", "counterintelligence service"),
    "defense_ministry": ("defence ministry", "Defense Ministry", "ministry of defence"),
    "foreign_ministry": ("foreign ministry", "Foreign Ministry", "ministry of foreign affairs"),
    "interior_ministry": ("interior ministry", "Interior Ministry"),
    "finance_ministry": ("finance ministry", "Ministry of Finance"),
    "health_ministry": ("health ministry", "Health Ministry"),
    "justice_ministry": ("justice ministry",),
    "education_ministry": ("education ministry",),
    "energy_ministry": ("energy ministry",),
    "transport_ministry": ("transport ministry",),
    "general_staff": ("general staff",),
    "armed_forces": ("army", "armed forces", "military"),
    "navy": ("navy",),
    "air_force": ("air force",),
    "coast_guard": ("coast guard",),
    "police": ("police", "national police"),
    "border_guard": ("border guard", "border guards"),
    "prosecutor": ("prosecutors", "prosecutor's office", "state prosecutors"),
    "parliament": ("parliament",),
    "supreme_court": ("supreme court", "top court"),
    "central_bank": ("central bank", "Central Bank"),
    "statistics": ("statistics office", "statistics agency", "statistics bureau"),
    "election_commission": ("election commission", "electoral commission"),
    "weather_service": ("weather service", "meteorological office"),
    "tax_authority": ("tax authority",),
    "customs": ("customs service",),
    "public_health_agency": ("public health agency",),
    "news_agency": ("state news agency",),
    "state_broadcaster": ("state broadcaster",),
}
#: Nouns that stand without an article in the attributive shapes.
_BARE = frozenset(
    {
        "intelligence",
        "military intelligence",
        "police",
        "prosecutors",
        "state prosecutors",
        "border guards",
        "authorities",
    }
)
#: Kinds of which a capital has its own: "London police".
_LOCAL = frozenset({"police", "prosecutor"})
#: Brussels is the Union's as well.
_SHARED_CAPITALS = frozenset({"BE"})
#: Kinds that one noun means alike.
_ALIKE = {
    "armed_forces": ("army",),
    "housing_ministry": ("transport_ministry",),
    "transport_ministry": ("housing_ministry",),
}


@dataclass(frozen=True)
class Phrase:
    """A sentence with one mention; `person`: its source is somebody of the body."""

    shape: str
    country: str
    role: str
    text: str
    mention: str
    person: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of a phrase."""

    phrase: Phrase
    country: bool
    type: bool
    body: bool
    found: str | None

    @property
    def right(self) -> bool:
        return self.country and self.type and self.body


def phrases(snapshot: RegistrySnapshot) -> Iterator[Phrase]:
    """Every wording of every body."""
    for code in COUNTRIES:
        country = snapshot.countries[code]
        for role, nouns in NOUNS.items():
            for noun in nouns:
                yield from _descriptive(country, role, noun)
            yield from _people(country, role, nouns[0])
            yield from _named(snapshot, code, role)
    yield from _metonyms(snapshot)


def _descriptive(country: Country, role: str, noun: str) -> Iterator[Phrase]:
    name, code = with_the(country.name), country.code
    adjective = country.adjectives[0] if country.adjectives else None
    says = " said on Monday that nothing had changed."

    def phrase(shape: str, mention: str, before: str = "") -> Phrase:
        return Phrase(
            shape, code, role, f"{before}{mention[0].upper()}{mention[1:]}{says}", mention[0].upper() + mention[1:]
        )

    yield phrase("possessive", f"{possessive(name)} {noun}")
    if adjective:
        yield phrase("adjective", f"the {adjective} {noun}" if noun not in _BARE else f"{adjective} {noun}")
    yield phrase("of country", f"the {noun} of {name}")
    yield phrase("the country's", f"the country's {noun}", f"It rained in {name}. ")
    if country.capitals and role not in _LOCAL and code not in _SHARED_CAPITALS:
        yield phrase("capital's", f"{possessive(country.capitals[0])} {noun}")


def _people(country: Country, role: str, noun: str) -> Iterator[Phrase]:
    code, name = country.code, with_the(country.name)
    says = " said on Monday that nothing had changed."
    if country.adjectives and role != "government":
        mention = f"A senior {country.adjectives[0]} {noun} official"
        yield Phrase("senior official", code, role, mention + says, mention, person=True)
        mention = f"{country.adjectives[0]} {noun} spokesman Adan Lem"
        yield Phrase("spokesman", code, role, mention + says, mention, person=True)
    mention = f"Two officials at {possessive(name)} {noun}"
    yield Phrase("two officials", code, role, mention + says, mention, person=True)


def _named(snapshot: RegistrySnapshot, code: str, role: str) -> Iterator[Phrase]:
    found = snapshot.by_role.get((code, role))
    if found is None:
        return
    record = snapshot.records[found]
    country = with_the(snapshot.countries[code].name)
    names = {"name": record.name} | {
        alias.kind.value: alias.text
        for alias in record.aliases
        if alias.kind in {AliasKind.NATIVE, AliasKind.ABBREVIATION}
    }
    for kind, name in names.items():
        yield Phrase(f"own {kind}", code, role, f"It rained in {country}. {name} said that nothing had changed.", name)


def _metonyms(snapshot: RegistrySnapshot) -> Iterator[Phrase]:
    for record in snapshot.records.values():
        for alias in record.aliases:
            if alias.kind is AliasKind.METONYM and record.country and not alias.text.islower():
                text = f"{alias.text} said on Monday that nothing had changed."
                yield Phrase("metonym", record.country, record.id, text, alias.text)


def with_the(name: str) -> str:
    """A country's name as it stands in a sentence."""
    plural = name.startswith("United ") or name in {"Netherlands", "Philippines", "Maldives", "Czech Republic"}
    return f"the {name}" if plural else name


def possessive(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def judge(phrase: Phrase, resources: Resources) -> Outcome:
    """Resolve one phrase and compare."""
    snapshot = resources.snapshot
    source = _source(phrase, resources)
    role = snapshot.roles.get(phrase.role)
    wanted = snapshot.by_role.get((phrase.country, phrase.role), phrase.role if role is None else None)
    ids = {wanted, f"{phrase.country.lower()}.{phrase.role}"} | _homonyms(snapshot, phrase)
    ids |= {f"{phrase.country.lower()}.{role}" for role in _ALIKE.get(phrase.role, ())}
    kinds = {snapshot.records[record].type for record in ids if record in snapshot.records} | (
        {role.type} if role else set()
    )
    kind = SourceType.OFFICIAL if phrase.person else source.type
    body = source.record_id in ids or (wanted is None and source.record_id is None and source.country == phrase.country)
    return Outcome(
        phrase,
        country=source.country == phrase.country,
        type=source.type is SourceType.OFFICIAL if phrase.person else kind in kinds,
        body=body,
        found=source.record_id,
    )


def _homonyms(snapshot: RegistrySnapshot, phrase: Phrase) -> set[str | None]:
    """Bodies of the same country that the same noun means as well ("spy agency" where there is only a security service)."""
    nouns = set(NOUNS.get(phrase.role, ()))
    others = (role for role in snapshot.roles.values() if nouns & set(role.nouns))
    return {snapshot.by_role.get((phrase.country, role.id)) for role in others} - {None}


def _source(phrase: Phrase, resources: Resources) -> Source:
    doc = parse(Article(phrase.text))
    start = phrase.text.rindex(phrase.mention)
    mention = Mention(Span(start, start + len(phrase.mention)), MentionForm.NOMINAL)
    last = (Span(len(doc.text) - 1, len(doc.text)),)
    context = IdentityContext(resources.identity_lexicon)
    cast = identify(doc, build_layer(doc), (Attribution("a1", mention, None, last),), resources.snapshot, context)
    return cast.sources[0]


def table(outcomes: list[Outcome], key: str) -> dict[str, tuple[int, float, float, float, float]]:
    """By shape or role: phrases, and shares with all, country, type and body right."""
    rows: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        rows.setdefault(getattr(outcome.phrase, key), []).append(outcome)
    return {name: _shares(found) for name, found in rows.items()}


def _shares(found: list[Outcome]) -> tuple[int, float, float, float, float]:
    count = len(found)
    parts = [sum(getattr(one, part) for one in found) / count for part in ("right", "country", "type", "body")]
    return count, parts[0], parts[1], parts[2], parts[3]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print every Nth mistake")
    parser.add_argument("--shape", help="mistakes of this shape only")
    parser.add_argument("--role", help="mistakes of this kind of body only")
    parser.add_argument("--freeze", action="store_true", help="keep these figures as the ones to compare with")
    options = parser.parse_args()
    resources = load_resources()
    outcomes = [judge(phrase, resources) for phrase in phrases(resources.snapshot)]
    print(f"{len(outcomes)} phrases, {len(COUNTRIES)} countries, {len(NOUNS)} kinds of body")
    for key in ("shape", "role"):
        print(f"\n{key:24}{'phrases':>8}{'right':>8}{'country':>8}{'type':>8}{'body':>8}")
        rows = table([one for one in outcomes if key == "shape" or one.phrase.shape != "metonym"], key)
        for name, (count, *parts) in {**rows, "all": _shares(outcomes)}.items():
            print(f"{name:24}{count:8}" + "".join(f"{part:8.3f}" for part in parts))
    if options.errors:
        wrong = [one for one in outcomes if not one.right]
        wrong = [
            one
            for one in wrong
            if options.shape in {None, one.phrase.shape} and options.role in {None, one.phrase.role}
        ]
        for one in wrong[:: options.errors]:
            parts = [part for part in ("country", "type", "body") if not getattr(one, part)]
            print(
                f"{one.phrase.shape:16} {one.phrase.role:22} {one.phrase.mention!r}: {'/'.join(parts)} wrong, got {one.found}"
            )
    if options.freeze:
        shares = {name: round(row[1], 4) for name, row in table(outcomes, "shape").items()}
        FROZEN.write_text(
            json.dumps(shares | {"all": round(_shares(outcomes)[1], 4)}, indent=1) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
