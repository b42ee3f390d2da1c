"""Who confirms, denies or contradicts whom: `python -m bench.eval.relations [--split tune] [--errors]`.

The matcher on our own labelled pairs (tests/golden/relations), contents as marked, kinds as the service reads them from the cue.
Beside them every pair of claims taken from two different stories: none of those may be related.
"""

import argparse
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence

from bench.eval.proportions import wilson
from service.core.attribution.kinds import read_cue
from service.core.domain import Article, Attribution, AttributionLink, Cast, Span
from service.core.parsing import parse
from service.core.pipeline import Resources
from service.core.reliability.claims import ClaimContext
from service.core.reliability.credibility import read_claims
from service.core.reliability.others import others_of
from service.core.reliability.score import SourceContext, rate_sources
from service.core.text.layer import build_layer
from service.runtime.resources import load_resources
from tests.golden.gold import SPLITS
from tests.golden.relations import ClaimPair, Pair, load_pairs
from tests.unit.reliability.support import SourceType, source

#: A content of so few words may mean whatever was said before it ("denied the allegations").
POINTING_BACK = 4


def found_relation(pair: ClaimPair, resources: Resources) -> str | None:
    """What the service says of the two claims of a pair."""
    layer = build_layer(parse(Article(content=pair.text)))
    attributions = tuple(
        attribution_at(str(place), content, cue, (layer, resources.lexicons))
        for place, (content, cue) in enumerate(zip(pair.contents, pair.cues, strict=True))
    )
    speakers = tuple(
        source(key, SourceType.UNKNOWN, label=speaker_label(pair.text, content, cue))
        for key, content, cue in zip(("one", "other"), pair.contents, pair.cues, strict=True)
    )
    links = tuple(AttributionLink(one.id, speaker.id, ()) for one, speaker in zip(attributions, speakers, strict=True))
    cast = Cast(speakers, links)
    rated = rate_sources(cast, SourceContext(resources.snapshot, resources.tables))
    claims = read_claims(layer, attributions, cast, ClaimContext(resources.tables, resources.snapshot, rated))
    others = others_of(claims, resources.tables).get("0")
    if others is None:
        return None
    return "confirms" if others.confirmed_by else "contradicts"


def speaker_label(text: str, content: Pair, cue: Pair | None) -> str:
    """What a line has before its cue or its content: the words for who speaks."""
    end = cue[0] if cue and cue[0] < content[0] else content[0]
    return text[text.rfind("\n", 0, end) + 1 : end].strip() or "somebody"


def attribution_at(key: str, content: tuple[int, int], cue: tuple[int, int] | None, where: tuple) -> Attribution:
    """A claim at a marked place, its kind as the service reads it from the cue."""
    layer, lexicons = where
    low = [word.lower() for word in layer.words]
    spans = [None if one is None else tuple(_tokens(layer.starts, one)) for one in (content, cue)]
    reading = read_cue(low, spans[1], spans[0], lexicons)
    return Attribution(
        key, None, Span(*cue) if cue else None, (Span(*content),), kind=reading.kind, negated=reading.negated
    )


def _tokens(starts: Sequence[int], place: tuple[int, int]) -> Iterator[int]:
    inside = [number for number, start in enumerate(starts) if place[0] <= start < place[1]]
    yield inside[0]
    yield inside[-1] + 1


def crossed(pairs: Sequence[ClaimPair]) -> Iterator[ClaimPair]:
    """The first claim of each pair beside the second of every pair of another desk that does not only point back."""
    for one, other in itertools.permutations(pairs, 2):
        if one.desk != other.desk and len(other.text[slice(*other.contents[1])].split()) > POINTING_BACK:
            lines = (one.text.split("\n\n")[0], other.text.split("\n\n")[1])
            shift = len(lines[0]) + 2 - (len(other.text) - len(lines[1]))
            second = tuple(
                None if place is None else (place[0] + shift, place[1] + shift)
                for place in (other.contents[1], other.cues[1])
            )
            text = "\n\n".join(lines)
            yield ClaimPair("unrelated", one.desk, text, (one.contents[0], second[0]), (one.cues[0], second[1]))


def measured(pairs: Sequence[ClaimPair], resources: Resources) -> dict[str, tuple[int, int]]:
    """Hits and trials by figure: precision and recall of each answer, recall by label, false answers on other stories."""
    count: Counter = Counter()
    for pair in pairs:
        answer = found_relation(pair, resources)
        count[pair.label, answer] += 1
        count["all", answer, answer == pair.expected] += 1
    found = {}
    for answer in ("confirms", "contradicts"):
        hits, misses = count["all", answer, True], count["all", answer, False]
        found[f"precision {answer}"] = (hits, hits + misses)
    given = [found[f"precision {answer}"] for answer in ("confirms", "contradicts")]
    found["precision"] = (given[0][0] + given[1][0], given[0][1] + given[1][1])
    for label, answer in (("confirm", "confirms"), ("deny", "contradicts"), ("contradict", "contradicts")):
        trials = sum(n for key, n in count.items() if key[0] == label)
        found[f"recall {label}"] = (count[label, answer], trials)
    for label in ("independent", "unrelated"):
        trials = sum(n for key, n in count.items() if key[0] == label)
        found[f"left alone {label}"] = (count[label, None], trials)
    return found


def show(name: str, found: dict[str, tuple[int, int]]) -> None:
    print(f"\n{name}")
    for figure, (hits, trials) in found.items():
        low, high = wilson(hits, trials)
        print(f"  {figure:28}{hits:5d} of {trials:<6d}{hits / max(1, trials):.3f}   [{low:.3f}, {high:.3f}]")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=SPLITS)
    parser.add_argument("--errors", action="store_true", help="print the pairs that are answered wrongly")
    options = parser.parse_args()
    resources = load_resources()
    for split in (name for name in SPLITS if options.split in {None, name}):
        pairs = load_pairs(split)
        show(split, measured(pairs, resources))
        show(f"{split}, claims of different stories", measured(tuple(crossed(pairs)), resources))
        for pair in pairs if options.errors else ():
            answer = found_relation(pair, resources)
            if answer != pair.expected:
                print(f"{pair.label} {answer}: {pair.text!r}")


if __name__ == "__main__":
    main()
