"""The word lists of the checks, as read from data, indexed so that one pass over an article finds every expression of every list."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from service.core.lang.inflect import verb_forms

_TOKEN = re.compile(r"\w+|[^\w\s]")
#: Most words that `*` may stand for.
GAP = 3

#: (list it is in, its words after the second; None stands for a gap of up to GAP words)
Entry = tuple[str, tuple[str | None, ...]]


@dataclass(frozen=True, slots=True)
class Opening:
    """What may follow a first word: `alone` are the lists that hold it by itself, `second` goes on by the next word.

    Under the key "" stand the expressions whose second word may be any.
    """

    alone: tuple[str, ...]
    second: Mapping[str, tuple[Entry, ...]]


@dataclass(frozen=True, slots=True)
class RuleWords:
    """`index` maps the first word of an expression to what may follow; `lists` are all lists, `sets` their single words."""

    index: Mapping[str, Opening] = field(default_factory=dict)
    sets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    lists: frozenset[str] = frozenset()

    def set(self, name: str) -> frozenset[str]:
        """The single words of a list.

        Raises:
            KeyError: there is no such list; a rule that asks for one is broken.
        """
        return self.sets[name]

    def scan(self, low: Sequence[str]) -> dict[str, list[tuple[int, int]]]:
        """Token ranges of every list's expressions in lower-case tokens, in order; linear, since expressions are short."""
        found: dict[str, list[tuple[int, int]]] = {name: [] for name in self.lists}
        index = self.index
        last = len(low) - 1
        for at, word in enumerate(low):
            opening = index.get(word)
            if opening is None:
                continue
            if at < last and opening.second:
                for key in (low[at + 1], ""):
                    for name, rest in opening.second.get(key, ()):
                        end = _end(low, at + (2 if key else 1), rest)
                        if end:
                            found[name].append((at, end))
            for name in opening.alone:
                found[name].append((at, at + 1))
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
    """Compile `[words]` (words and expressions as they are written), `[verbs]` (base forms, inflected here) and `[sets]`.

    `*` stands for up to three words. A verb's list may hold irregular forms after a slash: "steal/stole/stolen/stealing".
    `[sets]` are only asked for membership, never searched.
    """
    lists: dict[str, set[str]] = {name: {word.lower() for word in words} for name, words in tables["words"].items()}
    for name, verbs in tables["verbs"].items():
        lists.setdefault(name, set()).update(form for verb in verbs for form in _forms(verb))
    rows = [
        (name, entry, _TOKEN.findall(entry.replace("’", "'")))
        for name in sorted(lists)
        for entry in sorted(lists[name])
    ]
    index: dict[str, list[tuple[str, list[str]]]] = {}
    for name, _, words in rows:
        index.setdefault(words[0], []).append((name, words[1:]))
    plain = {name: frozenset(word.lower() for word in words) for name, words in tables["sets"].items()}
    single = {name: frozenset(entry for entry in entries if _TOKEN.fullmatch(entry)) for name, entries in lists.items()}
    return RuleWords({first: _opening(found) for first, found in index.items()}, {**plain, **single}, frozenset(lists))


def _opening(rows: Iterable[tuple[str, list[str]]]) -> Opening:
    alone: list[str] = []
    second: dict[str, list[Entry]] = {}
    for name, rest in rows:
        pieces = tuple(None if word == "*" else word for word in rest)
        if not pieces:
            alone.append(name)
        elif pieces[0] is None:
            second.setdefault("", []).append((name, pieces))
        else:
            second.setdefault(pieces[0], []).append((name, pieces[1:]))
    return Opening(
        tuple(alone), {key: tuple(sorted(found, key=lambda row: -len(row[1]))) for key, found in second.items()}
    )


def _forms(verb: str) -> tuple[str, ...]:
    base, *irregular = verb.split("/")
    return (base, f"{base}s", *irregular) if irregular else verb_forms(base)
