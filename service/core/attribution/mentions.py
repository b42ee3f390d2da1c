"""Mentions of sources: which words, and in what form."""

from bisect import bisect_right

from service.core.domain import Mention, MentionForm, TokenLayer
from service.core.lang.lexicon import Lexicons

_EDGE = ",;:.!?\"“”'’‘()[]–—-"
_OPENERS = {")": "(", "]": "[", "”": "“", '"': '"', "’": "‘"}


def mention_of(layer: TokenLayer, low: list[str], span: tuple[int, int], lexicons: Lexicons) -> Mention | None:
    """The mention at a token range, edge punctuation left out; None when nothing is left."""
    first, end = span
    words = layer.words
    while first < end and words[first] in _EDGE:
        first += 1
    while end > first and words[end - 1] in _EDGE and not _paired(words, first, end):
        end -= 1
    if end - first >= 2 and words[end - 1] == "s" and words[end - 2] in "'’":
        end -= 2
    if first >= end:
        return None
    return Mention(layer.span(first, end), _form(layer, low, first, end, lexicons))


def _paired(words: tuple[str, ...], first: int, end: int) -> bool:
    """Whether the closing mark at the end has its opener inside the mention: a bracketed acronym, a name in quotation marks."""
    opener = _OPENERS.get(words[end - 1])
    return opener is not None and opener in words[first : end - 1]


def _form(layer: TokenLayer, low: list[str], first: int, end: int, lexicons: Lexicons) -> MentionForm:
    if end - first == 1 and (
        low[first] in lexicons.personal or low[first] in lexicons.relative or low[first] in lexicons.indefinite
    ):
        return MentionForm.PRONOMINAL
    starts_sentence = _starts_sentence(layer, first)
    for index in range(first, end):
        word = layer.words[index]
        if word[0].isupper() and not (index == first and starts_sentence and low[first] in _ORDINARY):
            return MentionForm.NAMED
    if any(low[index] in lexicons.anonymous_heads for index in range(first, end)):
        return MentionForm.ANONYMOUS
    return MentionForm.NOMINAL


def _starts_sentence(layer: TokenLayer, token: int) -> bool:
    index = bisect_right(layer.sentences, (token, len(layer))) - 1
    return index >= 0 and layer.sentences[index][0] == token


_ORDINARY = frozenset(
    "a an the this that these those some many most several two three four five one other others both all few no his her their its "
    "our my your officials sources experts critics analysts witnesses residents people researchers scientists police authorities "
    "doctors investigators prosecutors lawyers supporters opponents activists relatives neighbors neighbours local senior former "
    "state federal".split()
)
