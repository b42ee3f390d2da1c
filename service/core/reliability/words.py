"""The word lists of this stage, as read from data: what a claim is about, how it is meant, what contradicts what."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """Word lists in the matcher's normal form (lower case, `stem` of service.core.reliability.wordforms).

    `lists` maps the name of a list to its stems; `phrases` maps the name of a list to its expressions of several
    words, each a tuple of lower-case words; `synonyms` maps a stem to the first stem of its group; `opposites`
    holds ordered pairs of such stems that exclude each other, `contrasts` pairs that tell two things apart ("the old bridge", "the new
    one"); `numbers` gives the value of a number in words, `shares` that of a
    fraction in percent, `units` how much of which smaller unit (its stem) one of a unit holds.
    """

    lists: Mapping[str, frozenset[str]] = field(default_factory=dict)
    phrases: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    synonyms: Mapping[str, str] = field(default_factory=dict)
    opposites: frozenset[tuple[str, str]] = frozenset()
    contrasts: frozenset[tuple[str, str]] = frozenset()
    numbers: Mapping[str, float] = field(default_factory=dict)
    units: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    shares: Mapping[str, float] = field(default_factory=dict)

    def has(self, name: str, stem: str) -> bool:
        """Whether `stem` is in the list `name`; an unknown list is empty."""
        return stem in self.lists.get(name, frozenset())
