"""Abbreviations that the article itself introduces: "National Intelligence Service (NIS)", "NIS (…)"."""

from service.core.identity.view import ArticleView

_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "de", "la", "du", "des", "y", "e", "against", "to"})
_MAX_LONG = 12
_MAX_SHORT = 10


def acronyms_of(view: ArticleView) -> dict[str, tuple[int, int]]:
    """Key of each bracketed short form -> lexemes [first, end) of its long form."""
    found: dict[str, tuple[int, int]] = {}
    keys = view.keys
    at = _next(keys, 0)
    while at >= 0:
        if at > 0 and at + 2 < len(keys) and keys[at + 2] == ")" and _short(view, at + 1):
            span = _long_form(view, at, keys[at + 1])
            if span is not None:
                found.setdefault(keys[at + 1], span)
        at = _next(keys, at + 1)
    return found


def _next(keys: list[str], start: int) -> int:
    try:
        return keys.index("(", start)
    except ValueError:
        return -1


def _short(view: ArticleView, at: int) -> bool:
    word = view.word(at)
    return 2 <= len(word) <= _MAX_SHORT and sum(char.isupper() for char in word) >= 2


def _long_form(view: ArticleView, bracket: int, key: str) -> tuple[int, int] | None:
    """The shortest stretch before the bracket whose initials spell the key, else the capitalized words before it."""
    start, letters = bracket, ""
    lowest = max(0, bracket - _MAX_LONG)
    while start > lowest and view.keys[start - 1][0].isalnum():
        start -= 1
        word = view.keys[start]
        if word not in _SMALL:
            letters = word[0] + letters
            if letters == key and view.caps[start]:
                return start, bracket
        if len(letters) > len(key):
            break
    return _capitals(view, bracket)


def _capitals(view: ArticleView, bracket: int) -> tuple[int, int] | None:
    """A foreign short form need not spell the long form: "Federal Security Service (FSB)" does, "Directorate (HUR)" does not."""
    start = bracket
    while start > 0 and bracket - start < _MAX_LONG:
        key = view.keys[start - 1]
        if not (view.caps[start - 1] or (key in _SMALL and start < bracket)):
            break
        start -= 1
    while start < bracket and view.keys[start] in _SMALL:
        start += 1
    return (start, bracket) if bracket - start >= 2 else None
