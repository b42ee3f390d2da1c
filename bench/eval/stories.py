"""Who confirms or contradicts whom in short articles: `python -m bench.eval.stories [--split tune] [--errors]`.

Our own articles of three or four claims (tests/golden/stories), every pair of claims of one article a trial: most are about one
subject and say different things, some came through one agency or belong to one owner. Measured twice: on the places, cues and voices
as marked (the matcher alone), and on what the whole service reads in the plain text (end to end, where a claim that is not
extracted, or whose voices are not told apart, is a relation missed; without the articles on one owner, whom no registry knows).
"""

import argparse
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

from bench.eval.relations import attribution_at, show, speaker_label
from service.core.domain import Article, AttributionLink, Cast, RegistrySnapshot, Span
from service.core.parsing import parse
from service.core.pipeline import Resources, annotate_text
from service.core.reliability.claims import ClaimContext
from service.core.reliability.credibility import read_claims
from service.core.reliability.others import others_of
from service.core.reliability.score import SourceContext, rate_sources
from service.core.text.layer import build_layer
from service.runtime.resources import load_resources
from tests.golden.gold import SPLITS
from tests.golden.stories import StoryCase, load_stories
from tests.unit.reliability.support import SourceType, record, snapshot, source

#: Relation of each related pair of claims of an article.
Relations = Mapping[tuple[int, int], str]


def marked_relations(story: StoryCase, resources: Resources) -> Relations:
    """What the service says of the claims as marked."""
    layer = build_layer(parse(Article(content=story.text)))
    where = (layer, resources.lexicons)
    attributions = tuple(
        attribution_at(str(place), content, cue, where)
        for place, (content, cue) in enumerate(zip(story.contents, story.cues, strict=True))
    )
    cast, registry = _cast(story)
    rated = rate_sources(cast, SourceContext(registry, resources.tables))
    claims = read_claims(layer, attributions, cast, ClaimContext(resources.tables, registry, rated))
    others = others_of(claims, resources.tables)
    found = {}
    for key, other in others.items():
        found |= {_pair(int(key), int(one)): "confirms" for one in other.confirmed_by}
        found |= {_pair(int(key), int(one)): "contradicts" for one in other.contradicted_by}
    return found


def _cast(story: StoryCase) -> tuple[Cast, RegistrySnapshot]:
    """The voices as sources, and a registry that knows their owners."""
    voices = story.voices
    labels = {
        voice.name: speaker_label(story.text, content, cue)
        for voice, content, cue in zip(voices, story.contents, story.cues, strict=True)
        if not voice.relay
    }
    owned = {voice.name: voice.owner for voice in voices if voice.owner}
    records = [record(name, SourceType.UNKNOWN, owner=owner) for name, owner in owned.items()]
    names = dict.fromkeys(name for voice in voices for name in (voice.name, voice.relay) if name)
    sources = tuple(
        source(name, SourceType.UNKNOWN, name if name in owned else None, label=labels.get(name, name))
        for name in names
    )
    links = tuple(
        AttributionLink(str(place), voice.name, (voice.relay,) if voice.relay else ())
        for place, voice in enumerate(voices)
    )
    return Cast(sources, links), snapshot(*records)


def read_relations(story: StoryCase, resources: Resources) -> Relations:
    """What the service says of the plain text; a claim stands for the marked one that it overlaps most."""
    report = annotate_text(story.text, resources)
    place = {one.id: _marked(one.content, story) for one in report.attributions}
    found = {}
    for row in report.credibilities:
        for ids, answer in ((row.corroborated_by, "confirms"), (row.contradicted_by, "contradicts")):
            for one in ids:
                pair = (place[row.attribution_id], place[one])
                if pair[0] != pair[1] and None not in pair:
                    found[_pair(*pair)] = answer
    return found


def _marked(content: Sequence[Span], story: StoryCase) -> int | None:
    shares = [
        sum(max(0, min(span.end, end) - max(span.start, start)) for span in content) for start, end in story.contents
    ]
    best = max(range(len(shares)), key=shares.__getitem__)
    return best if shares[best] else None


def _pair(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


Reader = Callable[[StoryCase, Resources], Relations]


def measured(stories: Sequence[StoryCase], resources: Resources, reader: Reader) -> dict[str, tuple[int, int]]:
    """Hits and trials: precision and recall of each answer over all pairs of claims, and pairs that are left alone."""
    count: Counter = Counter()
    for story in stories:
        found = reader(story, resources)
        for pair in combinations(range(len(story.contents)), 2):
            count[story.relations.get(pair), found.get(pair)] += 1
    shown = {}
    for answer in ("confirms", "contradicts"):
        hits = count[answer, answer]
        shown[f"precision {answer}"] = (hits, sum(n for (_, said), n in count.items() if said == answer))
        shown[f"recall {answer}"] = (hits, sum(n for (true, _), n in count.items() if true == answer))
    shown["left alone"] = (count[None, None], sum(n for (true, _), n in count.items() if true is None))
    return shown


def _errors(stories: Sequence[StoryCase], resources: Resources) -> None:
    for story in stories:
        found = marked_relations(story, resources)
        for pair in combinations(range(len(story.contents)), 2):
            if story.relations.get(pair) != found.get(pair):
                texts = [story.text[slice(*story.contents[place])] for place in pair]
                print(f"{story.subject}: {story.relations.get(pair)} {found.get(pair)}: {texts}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=SPLITS)
    parser.add_argument("--errors", action="store_true", help="print the pairs that are answered wrongly as marked")
    options = parser.parse_args()
    resources = load_resources()
    for split in (name for name in SPLITS if options.split in {None, name}):
        stories = load_stories(split)
        unowned = tuple(story for story in stories if not any(voice.owner for voice in story.voices))
        show(f"{split}, {len(stories)} articles, as marked", measured(stories, resources, marked_relations))
        show(f"{split}, {len(unowned)} articles, end to end", measured(unowned, resources, read_relations))
        if options.errors:
            _errors(stories, resources)


if __name__ == "__main__":
    main()
