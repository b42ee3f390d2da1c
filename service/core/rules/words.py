"""The word lists of the checks, as read from data, indexed so that one pass over an article finds every expression of every list."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from service.core.lang.inflect import verb_forms

_TOKEN = re.compile(r"\w+|[^\w\s]")
#: Most words that `*` may stand for.
GAP = 3

#: (list it is in, its words after the first; None stands for a gap of up to GAP words)
Entry = tuple[str, tuple[str | None, ...]]


@dataclass(frozen=True, slots=True)
class RuleWords:
    """`index` maps the first word of an expression to what may follow; `lists` names all lists, `sets` their single words."""

    index: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    sets: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def set(self, name: str) -> frozenset[str]:
        """The single words of a list.

        Raises:
            KeyError: there is no such list; a rule that asks for one is broken.
        """
        return self.sets[name]

    def scan(self, low: Sequence[str]) -> dict[str, list[tuple[int, int]]]:
        """Token ranges of every list's expressions in lower-case tokens, in order; linear, since expressions are short."""
        found: dict[str, list[tuple[int, int]]] = {name: [] for name in self.sets}
        index = self.index
        for at, word in enumerate(low):
            for name, rest in index.get(word, ()):
                end = at + 1 if not rest else _end(low, at + 1, rest)
                if end:
                    found[name].append((at, end))
        return found


def _end(low: Sequence[str], at: int, rest: Sequence[str | None]) -> int:
    """Where an expression ends that goes on with `rest` at a token, or 0."""
    for number, piece in enumerate(rest):
        if piece is None:
            ends = (_end(low, at + skip, rest[number + 1 :]) for skip in range(GAP + 1))
            return next((end for end in ends if end), 0)
        if at >= len(low) or low[at] != piece:
            return 0
        at += 1
    return at


def rule_words_from(tables: Mapping[str, Mapping[str, Iterable[str]]]) -> RuleWords:
    """Compile `[words]` (words and expressions as they are written) and `[verbs]` (base forms, inflected here).

    `*` stands for up to three words. A verb's list may hold irregular forms after a slash: "steal/stole/stolen/stealing".
    """
    lists: dict[str, set[str]] = {name: {word.lower() for word in words} for name, words in tables["words"].items()}
    for name, verbs in tables["verbs"].items():
        lists.setdefault(name, set()).update(form for verb in verbs for form in _forms(verb))
    index: dict[str, list[Entry]] = {}
    for name, entries in lists.items():
        for entry in sorted(entries):
            first, *rest = _TOKEN.findall(entry.replace("’", "'"))
            index.setdefault(first, []).append((name, tuple(None if word == "*" else word for word in rest)))
    return RuleWords(
        index={first: tuple(sorted(rows, key=lambda row: -len(row[1]))) for first, rows in index.items()},
        sets={
            name: frozenset(entry for entry in entries if _TOKEN.fullmatch(entry)) for name, entries in lists.items()
        },
    )


def _forms(verb: str) -> tuple[str, ...]:
    base, *irregular = verb.split("/")
    return (base, f"{base}s", *irregular) if irregular else verb_forms(base)
