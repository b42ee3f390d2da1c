"""Chains under construction: all mentions of one source, its best reading, and what became of its body."""

from dataclasses import dataclass, field

from service.core.domain import Affiliation, Candidate, Mention, Resolution, ResolutionOutcome, SourceType
from service.core.identity.lexicon import IdentityLexicon
from service.core.identity.reading import Body, Individual, Reading, Shape


@dataclass(slots=True, eq=False)
class Chain:
    """One source while the article is read. `last` is the lexeme of its latest mention, source or not.

    `resolution` is that of the body itself, or for people of the body they belong to. `mentions` holds source mentions
    only. `witnessed`: a person tells of what they saw; `like`: people of whom "one" is one; `surname`: a name of which nothing
    is known but that it looks like a person's last.
    """

    reading: Reading
    resolution: Resolution
    first: int
    last: int
    gender: str | None = None
    mentions: list[Mention] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    parts: tuple["Chain", ...] = ()
    affiliation: Affiliation | None = None
    witnessed: bool = False
    like: "Chain | None" = None
    surname: bool = False

    @property
    def individual(self) -> Individual | None:
        """The person, where the chain is one."""
        return self.reading.individual if self.reading.shape is Shape.PERSON else None

    @property
    def personal(self) -> bool:
        """Whether "he" and "she" can point here."""
        return self.surname or self.individual is not None

    @property
    def body_like(self) -> bool:
        """Whether "it" and "the agency" can point here."""
        return self.reading.shape in {Shape.BODY, Shape.UNKNOWN}

    @property
    def plural(self) -> bool:
        """Whether "they" can point here as to several people."""
        individual = self.individual
        return self.reading.shape is Shape.JOINT or (individual is not None and individual.plural)

    @property
    def chosen(self) -> Candidate | None:
        """The identity found."""
        return self.resolution.chosen

    @property
    def type(self) -> SourceType | None:
        """Type of the body, by identity or by its head noun."""
        if self.chosen is not None:
            return self.chosen.type
        head = self.reading.body.head if self.reading.body is not None else None
        if self.resolution.candidates and (self.resolution.outcome is ResolutionOutcome.AMBIGUOUS or head is None):
            return self.resolution.candidates[0].type
        return head


def affiliation_of(body: Body | None, resolution: Resolution) -> Affiliation | None:
    """The body as something a person speaks for: its identity, else its name in the text, else None."""
    chosen = resolution.chosen
    if chosen is not None:
        return Affiliation(chosen.id, chosen.name, chosen.type, chosen.country)
    if body is None or not (body.named or body.countries):
        return None
    kind = body.head or SourceType.UNKNOWN
    return Affiliation(None, body.name or bare(body.surface), kind, body.country)


def bare(surface: str) -> str:
    """A phrase without its article."""
    for article in ("the ", "The ", "a ", "A ", "an ", "An "):
        if surface.startswith(article):
            return surface[len(article) :]
    return surface


def gender_of(individual: Individual, lexicon: IdentityLexicon) -> str | None:
    """M or f where title or first name tell it, else None."""
    for word in (*individual.title_key.split(), individual.title.lower()):
        told = lexicon.gender.get(word)
        if told in {"m", "f"}:
            return told
    if individual.name_key:
        parts = individual.name_key.split()
        told = lexicon.given.get(parts[0]) if len(parts) > 1 else None
        return told if told in {"m", "f"} else None
    return None
