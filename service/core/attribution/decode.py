"""From token scores to linked attributions: spans by the best tag, sources and cues by pointers from the contents.

A content span points to where its source and its cue begin (or nowhere). The pointer's probability over a tagged span is summed
over the span's tokens; a token that many contents point to can be a source although the tagger alone missed it, so that one weak
tag does not hand a content to a stranger.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from math import log
from operator import itemgetter

import numpy as np
import numpy.typing as npt

from service.core.attribution.model import Array, DecodingSettings, RawAttribution, TaggerOutput

#: How far a pointer sees, in tokens, and the size of the distance table (must equal the training's).
REACH = 192
BUCKETS = 48
_STRETCH = 256
#: Parts of one attribution: far more than a quotation in pieces has, and few enough to be looked at again and again.
_PARTS = 40
SOURCE, CUE, CONTENT = 0, 1, 2
_Span = tuple[int, int]
_Spans = tuple[list[_Span], list[_Span], list[_Span]]
_END = itemgetter(1)
_CLASSES = ((1, 2), (3, 4), (5, 6))
#: Log-odds of what cannot be: a state before the first token, a target out of reach.
_NEVER, _FAR = -1e9, -1e4
#: Masses closer than this are equal but for rounding.
_TIE = 1e-6


@dataclass(frozen=True, slots=True)
class _Pointed:
    span: tuple[int, int] | None
    mass: float


def decode(output: TaggerOutput, settings: DecodingSettings) -> tuple[RawAttribution, ...]:
    """Attributions in order of their first content token; time linear in the tokens."""
    tags = output.tags
    if not len(tags):
        return ()
    spans = _best_path(tags, settings)
    sums = [0.0, *(tags[:, 5] + tags[:, 6]).cumsum(dtype=np.float64).tolist()]
    means = {span: (sums[span[1]] - sums[span[0]]) / (span[1] - span[0]) for span in spans[CONTENT]}
    contents = [span for span in spans[CONTENT] if means[span] >= settings.least]
    sources, cues = _point(output, contents, (spans[SOURCE], spans[CUE]), settings)
    return tuple(
        _attribution(group, contents, sources, cues, means, tags)
        for group in _grouped(output.more, contents, sources, cues, settings)
    )


def _grouped(
    more: Array,
    contents: list[tuple[int, int]],
    sources: list[_Pointed],
    cues: list[_Pointed],
    settings: DecodingSettings,
) -> list[list[int]]:
    """Indexes of the contents that make one attribution each."""
    groups: list[list[int]] = []
    for index, span in enumerate(contents):
        if groups and _continues(float(more[span[0]]), settings):
            home = _home(groups, index, contents, sources, cues)
            if home is not None:
                groups[home].append(index)
                continue
        groups.append([index])
    return groups


def _best_path(tags: Array, settings: DecodingSettings) -> _Spans:
    """The spans of each role in the most probable label sequence in which an inside tag follows its own kind (Viterbi).

    Entering a span costs `enter`, so that a lone doubtful token opens none. The two labels of a role lead to the same successors, so
    one score for each role suffices, with a note whether the span began here. Scores are relative to O. Plain floats and no
    containers: for four states that is several times faster than arrays.
    """
    logs = np.log(np.maximum(tags, 1e-6)).astype(np.float64)
    enter = np.array([settings.enter_source, settings.enter_cue, settings.enter_content])
    begin = (logs[:, 1::2] - enter - logs[:, :1]).T.tolist()
    inside = (logs[:, 2::2] - logs[:, :1]).T.tolist()
    outside, source, cue, content = 0.0, _NEVER, _NEVER, _NEVER
    back: list[int] = []
    for b_source, b_cue, b_content, i_source, i_cue, i_content in zip(*begin, *inside, strict=True):
        best, step = outside, 0
        if source > best:
            best, step = source, 1
        if cue > best:
            best, step = cue, 2
        if content > best:
            best, step = content, 3
        outside = best
        source += i_source
        if best + b_source > source:
            source = best + b_source
            step += 4
        cue += i_cue
        if best + b_cue > cue:
            cue = best + b_cue
            step += 8
        content += i_content
        if best + b_content > content:
            content = best + b_content
            step += 16
        back.append(step)
    finals = [outside, source, cue, content]
    return _traced(back, finals.index(max(finals)))


def _traced(back: list[int], state: int) -> _Spans:
    """Spans of each role along the best path: `back` holds, for each token, the best state before it and which roles began at it."""
    found: _Spans = ([], [], [])
    index = len(back) - 1
    while index >= 0:
        if state:
            end, began = index + 1, 1 << (state + 1)
            while not back[index] & began:
                index -= 1
            found[state - 1].append((index, end))
        state = back[index] & 3
        index -= 1
    for spans in found:
        spans.reverse()
    return found


def distance_buckets(distance: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Bucket of a signed token distance: exact up to 8, then three to the octave, the sign kept."""
    size = np.abs(distance)
    far = 9 + np.floor(np.log2(np.maximum(size, 8) / 8.0) * 3).astype(np.int64)
    bucket = np.where(size <= 8, size, np.minimum(far, BUCKETS // 2 - 1))
    signed: npt.NDArray[np.int64] = np.where(distance >= 0, bucket, bucket + BUCKETS // 2)
    return signed


#: Distances within a stretch and its reach: the stretch's contents see at most this far in tokens.
_MIDDLE = _STRETCH + REACH + 1
_DISTANCES = np.arange(-_MIDDLE, _MIDDLE + 1)
_TABLE = distance_buckets(_DISTANCES)
_NEAR = np.abs(_DISTANCES) <= REACH


def _point(
    output: TaggerOutput, contents: list[_Span], spans: tuple[list[_Span], list[_Span]], settings: DecodingSettings
) -> tuple[list[_Pointed], list[_Pointed]]:
    """For each content where its source and its cue are; contents are taken in stretches so that memory stays bounded.

    Both roles are computed at once: the arrays are small, and what counts is how often numpy is called.
    """
    found: tuple[list[_Pointed], list[_Pointed]] = ([], [])
    preference = np.where(_NEAR, output.bias[:, _TABLE], _FAR)
    begin = 0
    while begin < len(contents):
        end = begin
        while end < len(contents) and contents[end][0] < contents[begin][0] + _STRETCH:
            end += 1
        group = contents[begin:end]
        low = max(0, group[0][0] - REACH)
        high = min(len(output.tags), group[-1][0] + REACH + 1)
        masses, nulls = _masses(output, [span[0] for span in group], (low, high), preference)
        sums = np.zeros((*masses.shape[:2], masses.shape[2] + 1))
        np.cumsum(masses, axis=2, out=sums[:, :, 1:])
        peaks, tops = masses.argmax(axis=2).tolist(), masses.max(axis=2).tolist()
        for which in (SOURCE, CUE):
            inside = spans[which][bisect_left(spans[which], (low, 0)) : bisect_right(spans[which], high, key=_END)]
            best, totals = _best_spans(sums[which], inside, low)
            for row, content in enumerate(group):
                tagged = (inside[best[row]], totals[row]) if totals[row] > 0 else None
                peak = (peaks[which][row] + low, tops[which][row])
                null = nulls[which][row] + settings.none_bias
                found[which].append(_choose(tagged, peak, null, content, (output.tags, which), settings))
        begin = end
    return found


def _best_spans(sums: npt.NDArray[np.float64], spans: list[_Span], low: int) -> tuple[list[int], list[float]]:
    """For each row of running sums which span holds the most mass, and how much; all at once."""
    if not spans:
        return [0] * len(sums), [0.0] * len(sums)
    edges = sums[:, np.asarray(spans) - low]
    totals = edges[:, :, 1] - edges[:, :, 0]
    return totals.argmax(axis=1).tolist(), totals.max(axis=1).tolist()


def _masses(
    output: TaggerOutput, at: list[int], window: tuple[int, int], preference: Array
) -> tuple[Array, list[list[float]]]:
    """How much of each content's pointer every token of the window holds, [role, content, token], and how much points nowhere."""
    low, high = window
    half = output.keys.shape[1] // 2
    queries = output.queries[at].reshape(-1, 2, half).transpose(1, 0, 2)
    scores = queries @ output.keys[low:high].reshape(-1, 2, half).transpose(1, 2, 0)
    # Row r of this view, which copies nothing, is what r further tokens to the left of the window prefer.
    shifted = np.lib.stride_tricks.sliding_window_view(preference, high - low, axis=1)
    scores += shifted[:, low + _MIDDLE - np.asarray(at)]
    null = output.null[at].T[:, :, None]
    top = np.maximum(scores.max(axis=2, keepdims=True), null)
    scores -= top
    np.exp(scores, out=scores)
    rest = np.exp(null - top)
    total = scores.sum(axis=2, keepdims=True) + rest
    scores /= total
    return scores, (rest / total)[:, :, 0].tolist()


def _choose(
    tagged: tuple[tuple[int, int], float] | None,
    peak: tuple[int, float],
    null: float,
    content: tuple[int, int],
    tags: tuple[Array, int],
    settings: DecodingSettings,
) -> _Pointed:
    """The tagged span with the most mass, the token with the most where that is an untagged one, or nothing."""
    at, mass = peak
    best_mass = tagged[1] if tagged else 0.0
    if mass > settings.adopt and (tagged is None or mass > best_mass + _TIE) and mass > null:
        return _Pointed(_grow(tags, at, content, settings), mass)
    if tagged is None or null > best_mass:
        return _Pointed(None, null)
    return _Pointed(tagged[0], best_mass)


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
    return log_odds > log(settings.join / (1.0 - settings.join))


def _home(
    groups: list[list[int]], index: int, contents: list[tuple[int, int]], sources: list[_Pointed], cues: list[_Pointed]
) -> int | None:
    """Which of the last groups the content continues: the one with the same cue; without a cue, the nearest with the same source.

    A content with a cue that none of them has is somebody's next words, not a part of the last ones.
    """
    recent = range(len(groups) - 1, max(-1, len(groups) - 4), -1)
    near = [g for g in recent if contents[index][0] - contents[groups[g][-1]][1] <= REACH and len(groups[g]) < _PARTS]
    for group in near:
        if cues[index].span is not None and cues[groups[group][0]].span == cues[index].span:
            return group
    if cues[index].span is not None:
        return None
    for group in near:
        if sources[groups[group][0]].span == sources[index].span:
            return group
    return near[0] if near else None


def _attribution(
    group: list[int],
    contents: list[tuple[int, int]],
    sources: list[_Pointed],
    cues: list[_Pointed],
    means: dict[tuple[int, int], float],
    tags: Array,
) -> RawAttribution:
    source, cue = sources[group[0]], cues[group[0]]
    if len(group) > 1:
        source = max((sources[i] for i in group), key=lambda p: (p.span is not None, p.mass))
        cue = max((cues[i] for i in group), key=lambda p: (p.span is not None, p.mass))
    spans = tuple(contents[i] for i in group)
    content = sum(means[span] for span in spans) / len(spans)
    start = float(tags[spans[0][0], 5])
    features = (content, start, source.mass, cue.mass, float(source.span is not None), float(cue.span is not None))
    return RawAttribution(source.span, cue.span, spans, min(1.0, content * source.mass), features)
