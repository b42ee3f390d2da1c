"""The extraction stage's words as frozen values, built from service/data/lexicons/cues.en.toml."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from service.core.lang.inflect import all_forms

#: Phrases indexed by their first word; each is (all its words, what it means).
PhraseIndex = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]


def unknown(_key: str) -> bool:
    """The answer without a registry."""
    return False


@dataclass(frozen=True, slots=True)
class OutletWords:
    """By which words a phrase is an outlet.

    `nouns` (`naming` only beside a name) and runs of words; first and last words of names; words that describe outlets; `inside`, all
    that may stand in lower case in such a phrase; `people`, whose phrase begins with an outlet's name. `known` tells of a name's key
    (`name_key`) whether a registry has such an outlet.
    """

    nouns: frozenset[str] = frozenset()
    naming: frozenset[str] = frozenset()
    phrases: PhraseIndex = field(default_factory=dict)
    last: frozenset[str] = frozenset()
    first: frozenset[str] = frozenset()
    describing: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    inside: frozenset[str] = frozenset()
    known: Callable[[str], bool] = unknown


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """How an answer to the words before it reads.

    `verbs` in all forms; `nouns` for what is answered ("a claim"); `relative` pronouns that may open it; `before`, what may stand
    between its subject and verb; `pronouns` that stand for the antecedent. `of_plans` are verbs that plans and bills get as well
    ("the proposal, which the board rejected"); they answer only what somebody said.
    """

    verbs: frozenset[str] = frozenset()
    of_plans: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    relative: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    pronouns: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Lexicons:
    """Cue kinds, hedges, negation, relays and pronouns; all lower case.

    `phrases` give an attribution kind for a run of words, `verbs` and `nouns` for a single word; `hedges` a likelihood band;
    `relay_marks` what stands before a relay or a source: `carriers`, `holders`, `recipients`, `briefed`, `citing`. `source_heads` are
    nouns for people, bodies and documents: what somebody can cite. `nameless` say why a source is not named, behind words of
    `nameless_opening`.
    """

    phrases: PhraseIndex = field(default_factory=dict)
    verbs: Mapping[str, str] = field(default_factory=dict)
    nouns: Mapping[str, str] = field(default_factory=dict)
    hedges: PhraseIndex = field(default_factory=dict)
    negation: frozenset[str] = frozenset()
    negative_subjects: frozenset[str] = frozenset()
    citing: frozenset[str] = frozenset()
    relay_phrases: PhraseIndex = field(default_factory=dict)
    report_verbs: frozenset[str] = frozenset()
    relay_marks: PhraseIndex = field(default_factory=dict)
    reasons: frozenset[str] = frozenset()
    source_heads: frozenset[str] = frozenset()
    outlets: OutletWords = field(default_factory=OutletWords)
    answers: AnswerWords = field(default_factory=AnswerWords)
    personal: frozenset[str] = frozenset()
    relative: frozenset[str] = frozenset()
    indefinite: frozenset[str] = frozenset()
    anonymous_heads: frozenset[str] = frozenset()
    nameless: PhraseIndex = field(default_factory=dict)
    nameless_opening: frozenset[str] = frozenset()


def lexicons_from(
    cues: Mapping[str, Any], heads: Iterable[str] = (), known_outlet: Callable[[str], bool] = unknown
) -> Lexicons:
    """Build the lexicons from the parsed TOML table.

    `heads` are the nouns of `source_heads`; `known_outlet` tells which names are outlets' (see `OutletWords`).

    Raises KeyError where a table is missing.
    """
    irregular = cues["irregular"]
    verbs: dict[str, str] = {}
    for kind, bases in cues["verbs"].items():
        for form in all_forms(bases, irregular):
            verbs.setdefault(form, kind)
    return Lexicons(
        phrases=_index(cues["phrases"].items()),
        verbs=verbs,
        nouns={word: kind for kind, words in cues["nouns"].items() for word in words},
        hedges=_index(cues["hedges"].items()),
        negation=frozenset(cues["negation"]["words"]),
        negative_subjects=frozenset(cues["negation"]["subjects"]),
        citing=frozenset(cues["relays"]["citing"]),
        relay_phrases=_index([("by", cues["relays"]["by_phrase"])]),
        report_verbs=frozenset(cues["relays"]["report_verbs"]),
        relay_marks=_index(
            (name, cues["relays"][name]) for name in ("carriers", "recipients", "holders", "briefed", "citing")
        ),
        reasons=frozenset(cues["relays"]["reasons"]),
        source_heads=frozenset(heads) - frozenset(cues["relays"]["reasons"]),
        outlets=_outlets(cues["outlets"], known_outlet),
        answers=_answers(cues["answers"], irregular),
        personal=frozenset(cues["pronouns"]["personal"]),
        relative=frozenset(cues["pronouns"]["relative"]),
        indefinite=frozenset(cues["pronouns"]["other"]),
        anonymous_heads=frozenset(cues["anonymous"]["heads"]),
        nameless=_index([("nameless", cues["nameless"]["phrases"])]),
        nameless_opening=frozenset(cues["nameless"]["opening"]),
    )


def _answers(words: Mapping[str, list[str]], irregular: dict[str, Iterable[str]]) -> AnswerWords:
    sets = {name: frozenset(words[name]) for name in ("nouns", "relative", "before", "pronouns")}
    verbs, plans = (frozenset(all_forms(words[name], irregular)) for name in ("verbs", "of_plans"))
    return AnswerWords(verbs=verbs | plans, of_plans=plans, **sets)


def _outlets(words: Mapping[str, list[str]], known: Callable[[str], bool]) -> OutletWords:
    single = {name: frozenset(words[name]) for name in ("nouns", "naming", "last", "first", "describing", "people")}
    inside = single["nouns"] | single["naming"] | single["describing"]
    return OutletWords(phrases=_index([("outlet", words["phrases"])]), inside=inside, known=known, **single)


def _index(groups: Iterable[tuple[str, Iterable[str]]]) -> PhraseIndex:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for meaning, phrases in groups:
        for phrase in phrases:
            words = tuple(phrase.split())
            found.setdefault(words[0], []).append((words, meaning))
    return {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in found.items()}


def match_at(index: PhraseIndex, words: list[str], at: int) -> tuple[int, str] | None:
    """The longest phrase that begins at `at`: (end, meaning)."""
    for phrase, meaning in index.get(words[at], ()):
        if tuple(words[at : at + len(phrase)]) == phrase:
            return at + len(phrase), meaning
    return None
