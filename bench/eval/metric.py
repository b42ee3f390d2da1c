"""How well attributions are found: token F1 of each role, content, source and cue linked, with bootstrap intervals.

Definitions (EXTRACTION.md, "Metric"): a token is `\\w+|[^\\w\\s]` and belongs to a span when they share a character; content is
matched one to one where the Jaccard index of token sets is at least 0.5; a source is right when it shares a token that is not
a stop word (personal pronouns are none), a missing one when nothing is predicted; a cue is right when it shares a token.
"""

import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

Pair = tuple[int, int]
Rates = tuple[float, float, float]

ROLES = ("source", "cue", "content")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_STOP = frozenset(
    (
        "a an the this that these those of in on at by for from to with within into onto about over under after "
        "before during between among against as than via per and or but nor so yet if while is are was were be been being am "
        "has have had having do does did will would can could may might must shall should not no 's s t also who whom whose "
        "which what when where there its their his her my your our some any all each both either neither other others another "
        "such same one"
    ).split()
)


@dataclass(frozen=True)
class Marked:
    """One attribution as half-open code-point ranges; an absent role is empty."""

    source: tuple[Pair, ...]
    cue: tuple[Pair, ...]
    content: tuple[Pair, ...]


@dataclass(frozen=True)
class Tokens:
    """One attribution as sets of token numbers; `key` are the tokens by which its source is recognized."""

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]
    key: frozenset[int]

    @cached_property
    def roles(self) -> tuple[frozenset[int], ...]:
        return (self.source, self.cue, self.content)


@dataclass(frozen=True)
class DocumentScore:
    """Counts of one document, and which gold was matched by which prediction (indexes into what was given)."""

    counts: Counter
    partial: Mapping[int, int]
    linked: Mapping[int, int]


def score_document(text: str, gold: Sequence[Marked], found: Sequence[Marked]) -> DocumentScore:
    """Compare what was found with gold for one text. Exact duplicates count once."""
    tokens = [match.span() for match in _TOKEN.finditer(text)]
    left, right = _as_tokens(text, tokens, gold), _as_tokens(text, tokens, found)
    counts: Counter = Counter()
    for number, role in enumerate(ROLES):
        wanted = frozenset().union(*(item.roles[number] for item in left.values()))
        given = frozenset().union(*(item.roles[number] for item in right.values()))
        counts.update({(role, "tp"): len(wanted & given), (role, "p"): len(given), (role, "g"): len(wanted)})
    left = {i: item for i, item in left.items() if item.content}
    right = {j: item for j, item in right.items() if item.content}
    jaccard = {
        (i, j): len(a.content & b.content) / len(a.content | b.content)
        for i, a in left.items()
        for j, b in right.items()
        if a.content & b.content
    }
    partial = {edge: weight for edge, weight in jaccard.items() if weight >= 0.5}
    linked = {(i, j): weight for (i, j), weight in partial.items() if _source_ok(left[i], right[j])}
    edges = {
        "content_exact": {edge: weight for edge, weight in jaccard.items() if weight == 1.0},
        "content_partial": partial,
        "e2e": linked,
        "e2e_cue": {(i, j): weight for (i, j), weight in linked.items() if _cue_ok(left[i], right[j])},
    }
    matched = {name: match(choice, sorted(left)) for name, choice in edges.items()}
    for name, pairs in matched.items():
        counts.update({(name, "tp"): len(pairs), (name, "p"): len(right), (name, "g"): len(left)})
    _count_sources(counts, left, right, matched["content_partial"])
    _count_with_source(counts, left, right, partial, linked)
    return DocumentScore(counts, matched["content_partial"], matched["e2e"])


def _as_tokens(text: str, tokens: Sequence[Pair], items: Sequence[Marked]) -> dict[int, Tokens]:
    seen: set[tuple[frozenset[int], ...]] = set()
    kept = {}
    for number, item in enumerate(items):
        source, cue, content = (_covered(tokens, spans) for spans in (item.source, item.cue, item.content))
        if (source, cue, content) in seen or not (source or cue or content):
            continue
        seen.add((source, cue, content))
        words = ((i, text[slice(*tokens[i])]) for i in source)
        key = frozenset(i for i, word in words if word.lower() not in _STOP and re.match(r"\w", word))
        kept[number] = Tokens(source, cue, content, key or source)
    return kept


def _covered(tokens: Sequence[Pair], spans: Sequence[Pair]) -> frozenset[int]:
    return frozenset(i for i, (a, b) in enumerate(tokens) if any(a < end and start < b for start, end in spans))


def _source_ok(gold: Tokens, found: Tokens) -> bool:
    return bool(gold.key & found.source) if gold.source else not found.source


def _cue_ok(gold: Tokens, found: Tokens) -> bool:
    return not gold.cue or bool(gold.cue & found.cue)


def _count_sources(
    counts: Counter, left: Mapping[int, Tokens], right: Mapping[int, Tokens], pairs: Mapping[int, int]
) -> None:
    """Of gold with a source whose content was matched: how often the source is right."""
    for i, j in pairs.items():
        if left[i].source:
            counts["source_for_content", "n"] += 1
            counts["source_for_content", "ok"] += _source_ok(left[i], right[j])


def _count_with_source(
    counts: Counter,
    left: Mapping[int, Tokens],
    right: Mapping[int, Tokens],
    partial: Mapping[Pair, float],
    linked: Mapping[Pair, float],
) -> None:
    """The same on attributions that have a source; a prediction on gold without one is neither right nor wrong."""
    both = {(i, j): weight for (i, j), weight in linked.items() if left[i].source and right[j].source}
    pairs = match(both, sorted(left))
    taken = set(pairs.values())
    free = {
        (i, j): weight
        for (i, j), weight in partial.items()
        if not left[i].source and right[j].source and j not in taken
    }
    name = "e2e_with_source"
    counts[name, "tp"] += len(pairs)
    counts[name, "g"] += sum(bool(item.source) for item in left.values())
    counts[name, "p"] += sum(bool(item.source) for item in right.values()) - len(match(free, sorted(left)))


def match(edges: Mapping[Pair, float], rows: Sequence[int]) -> dict[int, int]:
    """One-to-one matching: greedy by falling weight, then augmented to the largest that the edges allow."""
    near: dict[int, list[int]] = {}
    chosen: dict[int, int] = {}
    owner: dict[int, int] = {}
    for (i, j), _ in sorted(edges.items(), key=lambda item: (-item[1], item[0])):
        near.setdefault(i, []).append(j)
        if i not in chosen and j not in owner:
            chosen[i], owner[j] = j, i

    def augment(i: int, seen: set[int]) -> bool:
        for j in near.get(i, ()):
            if j in seen:
                continue
            seen.add(j)
            if j not in owner or augment(owner[j], seen):
                chosen[i], owner[j] = j, i
                return True
        return False

    for i in rows:
        if i not in chosen:
            augment(i, set())
    return chosen


MEASURES = (
    "token_source",
    "token_cue",
    "token_content",
    "content_exact",
    "content_partial",
    "e2e",
    "e2e_cue",
    "e2e_with_source",
)


def figures(counts: Mapping) -> dict[str, Rates]:
    """Precision, recall and F1 of every measure; `source_for_content` is an accuracy in all three places."""
    result = {}
    for name in MEASURES:
        key = name.removeprefix("token_")
        result[name] = rates(*(counts.get((key, part), 0) for part in ("tp", "p", "g")))
    asked = counts.get(("source_for_content", "n"), 0)
    right = counts.get(("source_for_content", "ok"), 0) / asked if asked else 0.0
    return {**result, "source_for_content": (right, right, right)}


def rates(hits: int, given: int, wanted: int) -> Rates:
    """Precision, recall, F1; nothing given where nothing is wanted is perfect."""
    precision = hits / given if given else float(not wanted)
    recall = hits / wanted if wanted else float(not given)
    total = precision + recall
    return precision, recall, 2 * precision * recall / total if total else 0.0


def intervals(scores: Sequence[Counter], rounds: int = 1000, seed: int = 0) -> dict[str, Pair]:
    """95 % intervals of every F1, by drawing documents with replacement."""
    rng = random.Random(seed)
    samples: dict[str, list[float]] = {}
    for _ in range(rounds):
        drawn = add(scores[rng.randrange(len(scores))] for _ in scores)
        for name, (_, _, value) in figures(drawn).items():
            samples.setdefault(name, []).append(value)
    ordered = {name: sorted(values) for name, values in samples.items()}
    last = rounds - 1
    return {name: (v[int(0.025 * rounds)], v[min(last, int(0.975 * rounds))]) for name, v in ordered.items()}


def add(counts: Iterable[Counter]) -> Counter:
    total: Counter = Counter()
    for one in counts:
        total.update(one)
    return total
