"""From token scores to linked attributions: spans by the best tag, sources and cues by pointers from the contents.

A content span points to where its source and its cue begin (or nowhere). The pointer's probability over a tagged span is summed
over the span's tokens; a token that many contents point to can be a source although the tagger alone missed it, so that one weak
tag does not hand a content to a stranger.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from service.core.attribution.model import Array, DecodingSettings, RawAttribution, TaggerOutput

#: How far a pointer sees, in tokens, and the size of the distance table (must equal the training's).
REACH = 192
BUCKETS = 48
_STRETCH = 256
SOURCE, CUE, CONTENT = 0, 1, 2
_CLASSES = ((1, 2), (3, 4), (5, 6))


@dataclass(frozen=True, slots=True)
class _Pointed:
    span: tuple[int, int] | None
    mass: float


def decode(output: TaggerOutput, settings: DecodingSettings) -> tuple[RawAttribution, ...]:
    """Attributions in order of their first content token; time linear in the tokens."""
    tags = output.tags
    if not len(tags):
        return ()
    spans = _spans(_best_path(tags, settings))
    contents = [span for span in spans[CONTENT] if _mean(tags, span, CONTENT) >= settings.least]
    sources = _point(output, contents, spans[SOURCE], SOURCE, settings)
    cues = _point(output, contents, spans[CUE], CUE, settings)
    more = output.more
    groups: list[list[int]] = []
    for index, span in enumerate(contents):
        if groups and _continues(float(more[span[0]]), settings):
            home = _home(groups, index, contents, sources, cues)
            if home is not None:
                groups[home].append(index)
                continue
        groups.append([index])
    return tuple(_attribution(group, contents, sources, cues, tags) for group in groups)


def _best_path(tags: Array, settings: DecodingSettings) -> list[int]:
    """The most probable label sequence in which an inside tag follows its own kind (Viterbi over seven states).

    Entering a span costs `enter`, so that a lone doubtful token opens none. Plain floats: for seven states that is faster than arrays.
    """
    logs = np.log(np.maximum(tags, 1e-6)).tolist()
    enter = [settings.enter_source, settings.enter_cue, settings.enter_content]
    score_o, score_b, score_i = 0.0, [-1e9] * 3, [-1e9] * 3
    back: list[tuple[int, bool, bool, bool]] = []
    for row in logs:
        best, origin = score_o, 0
        for role in (0, 1, 2):
            if score_b[role] > best:
                best, origin = score_b[role], 2 * role + 1
            if score_i[role] > best:
                best, origin = score_i[role], 2 * role + 2
        stays = (score_b[0] > score_i[0], score_b[1] > score_i[1], score_b[2] > score_i[2])
        score_i = [
            (score_b[0] if stays[0] else score_i[0]) + row[2],
            (score_b[1] if stays[1] else score_i[1]) + row[4],
            (score_b[2] if stays[2] else score_i[2]) + row[6],
        ]
        score_b = [best + row[1] - enter[0], best + row[3] - enter[1], best + row[5] - enter[2]]
        score_o = best + row[0]
        back.append((origin, *stays))
    finals = [score_o, score_b[0], score_i[0], score_b[1], score_i[1], score_b[2], score_i[2]]
    label = finals.index(max(finals))
    labels = [0] * len(logs)
    for index in range(len(logs) - 1, -1, -1):
        labels[index] = label
        step = back[index]
        inside = label and label & 1 == 0
        label = (label - 1 if step[label >> 1] else label) if inside else step[0]
    return labels


def _spans(labels: list[int]) -> tuple[list[tuple[int, int]], list[tuple[int, int]], list[tuple[int, int]]]:
    found: tuple[list[tuple[int, int]], list[tuple[int, int]], list[tuple[int, int]]] = ([], [], [])
    start, role = 0, -1
    for index, label in enumerate(labels):
        here = (label - 1) >> 1 if label else -1
        if here == role and (label == 0 or label & 1 == 0):
            continue
        if role >= 0:
            found[role].append((start, index))
        start, role = index, here
    if role >= 0:
        found[role].append((start, len(labels)))
    return found


def _mean(tags: Array, span: tuple[int, int], role: int) -> float:
    first, second = _CLASSES[role]
    part = tags[span[0] : span[1]]
    return float((part[:, first] + part[:, second]).mean())


def distance_buckets(distance: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Bucket of a signed token distance: exact up to 8, then three to the octave, the sign kept."""
    size = np.abs(distance)
    far = 9 + np.floor(np.log2(np.maximum(size, 8) / 8.0) * 3).astype(np.int64)
    bucket = np.where(size <= 8, size, np.minimum(far, BUCKETS // 2 - 1))
    signed: npt.NDArray[np.int64] = np.where(distance >= 0, bucket, bucket + BUCKETS // 2)
    return signed


_TABLE = distance_buckets(np.arange(-4096, 4097))


def _point(
    output: TaggerOutput,
    contents: list[tuple[int, int]],
    spans: list[tuple[int, int]],
    which: int,
    settings: DecodingSettings,
) -> list[_Pointed]:
    """For each content where its source (0) or cue (1) is; contents are taken in stretches so that memory stays bounded."""
    found: list[_Pointed] = []
    begin = 0
    while begin < len(contents):
        end = begin
        while end < len(contents) and contents[end][0] < contents[begin][0] + _STRETCH:
            end += 1
        group = contents[begin:end]
        low = max(0, group[0][0] - REACH)
        high = min(len(output.tags), group[-1][0] + REACH + 1)
        masses, nulls = _masses(output, [span[0] for span in group], (low, high), which)
        inside = [span for span in spans if low <= span[0] and span[1] <= high]
        for row, content in enumerate(group):
            null = float(nulls[row]) + settings.none_bias
            found.append(_choose(masses[row], null, low, inside, content, (output.tags, which), settings))
        begin = end
    return found


def _masses(output: TaggerOutput, at: list[int], window: tuple[int, int], which: int) -> tuple[Array, Array]:
    low, high = window
    half = output.keys.shape[1] // 2
    part = slice(which * half, (which + 1) * half)
    rows = np.asarray(at)
    scores = output.queries[rows, part] @ output.keys[low:high, part].T
    distance = np.arange(low, high)[None, :] - rows[:, None]
    scores = scores + output.bias[which][_TABLE[distance + 4096]]
    scores = np.where(np.abs(distance) > REACH, -1e4, scores)
    null = output.null[rows, which][:, None]
    top = np.maximum(scores.max(axis=1, keepdims=True), null)
    grown = np.exp(scores - top)
    rest = np.exp(null - top)
    total = grown.sum(axis=1, keepdims=True) + rest
    return grown / total, (rest / total)[:, 0]


def _choose(  # noqa: PLR0913 - one decision, seven facts
    mass: Array,
    null: float,
    low: int,
    spans: list[tuple[int, int]],
    content: tuple[int, int],
    tagged: tuple[Array, int],
    settings: DecodingSettings,
) -> _Pointed:
    best, best_mass = None, 0.0
    sums = mass.cumsum()
    for span in spans:
        total = float(sums[span[1] - low - 1] - (sums[span[0] - low - 1] if span[0] > low else 0.0))
        if total > best_mass:
            best, best_mass = span, total
    peak = int(mass.argmax())
    if best is None or (mass[peak] > best_mass and mass[peak] > settings.adopt):
        if mass[peak] > max(null, settings.adopt):
            return _Pointed(_grow(tagged, peak + low, content, settings), float(mass[peak]))
        best, best_mass = (best, best_mass) if best else (None, null)
    if best is None or null > best_mass:
        return _Pointed(None, null)
    return _Pointed(best, best_mass)


def _grow(tagged: tuple[Array, int], at: int, content: tuple[int, int], settings: DecodingSettings) -> tuple[int, int]:
    """The span around an adopted token: as far as its tag keeps some mass and the content is not reached."""
    tags, which = tagged
    _, inside = _CLASSES[which]
    end = at + 1
    while (
        end < len(tags) and end - at < 12 and tags[end, inside] >= settings.floor and not content[0] <= end < content[1]
    ):
        end += 1
    return at, end


def _continues(log_odds: float, settings: DecodingSettings) -> bool:
    return 1.0 / (1.0 + float(np.exp(-log_odds))) > settings.join


def _home(
    groups: list[list[int]], index: int, contents: list[tuple[int, int]], sources: list[_Pointed], cues: list[_Pointed]
) -> int | None:
    """Which of the last groups the content continues: the one with the same cue, else the nearest with the same source."""
    recent = range(len(groups) - 1, max(-1, len(groups) - 4), -1)
    near = [g for g in recent if contents[index][0] - contents[groups[g][-1]][1] <= REACH]
    for group in near:
        if cues[index].span is not None and cues[groups[group][0]].span == cues[index].span:
            return group
    for group in near:
        if sources[groups[group][0]].span == sources[index].span:
            return group
    return near[0] if near else None


def _attribution(
    group: list[int], contents: list[tuple[int, int]], sources: list[_Pointed], cues: list[_Pointed], tags: Array
) -> RawAttribution:
    first = group[0]
    source = max((sources[i] for i in group), key=lambda p: (p.span is not None, p.mass))
    cue = max((cues[i] for i in group), key=lambda p: (p.span is not None, p.mass))
    spans = tuple(contents[i] for i in group)
    content = float(np.mean([_mean(tags, span, CONTENT) for span in spans]))
    start = float(tags[contents[first][0], 5])
    features = (content, start, source.mass, cue.mass, float(source.span is not None), float(cue.span is not None))
    return RawAttribution(source.span, cue.span, spans, min(1.0, content * source.mass), features)
