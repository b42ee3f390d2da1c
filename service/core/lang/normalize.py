"""Keys under which names meet: case, diacritics, possessives, articles, hyphens, dots and spelling variants fold away.

One definition for the whole product: the registry compiles its aliases with `name_key`, the identity stage looks mentions up
with it, search uses it too. Text itself is never normalized; only keys are.
"""

import re
import unicodedata

from service.core.lang.memo import remembered

_TOKEN = re.compile(r"\w+")
_DOTTED = re.compile(r"\b(?:\w\.){2,}\w?\b|\b(?:\w\.){2,}")
_POSSESSIVE = re.compile(r"['’ʼ`]s\b|(?<=s)['’ʼ](?!\w)", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|an|a)\s+(?=\w)", re.IGNORECASE)
#: Letters that have no Unicode decomposition but a usual Latin spelling.
_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "ə": "a",
        "ʻ": "",
        "ʿ": "",
        "ʾ": "",
    }
)
#: British spellings of words that occur in names of bodies, folded to the American form.
_SPELLINGS = {
    "defence": "defense",
    "labour": "labor",
    "centre": "center",
    "centres": "centers",
    "programme": "program",
    "harbour": "harbor",
    "behaviour": "behavior",
    "licence": "license",
    "licencing": "licensing",
    "counsellor": "counselor",
    "councillor": "councilor",
    "councillors": "councilors",
    "neighbour": "neighbor",
    "neighbours": "neighbors",
    "adviser": "advisor",
    "advisers": "advisors",
    "metre": "meter",
    "theatre": "theater",
    "spokesperson": "spokesperson",
}
_ISE = re.compile(r"(?<=\w{3})is(ation|ations|ational|ed|ing|e|es)$")
_NOT_ISE = frozenset(
    {
        "rise",
        "wise",
        "raise",
        "advise",
        "exercise",
        "promise",
        "enterprise",
        "franchise",
        "premise",
        "expertise",
        "surprise",
    }
    | {
        "cruise",
        "noise",
        "praise",
        "precise",
        "revise",
        "supervise",
        "disguise",
        "compromise",
        "merchandise",
        "paradise",
    }
)


@remembered
def token_key(word: str) -> str:
    """Key of one token: case, diacritics and British spelling folded."""
    if word.isascii():
        key = word.lower()
    else:
        decomposed = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
        key = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _fold_spelling(key)


def _fold_spelling(key: str) -> str:
    if key in _SPELLINGS:
        return _SPELLINGS[key]
    if "is" in key and not key.endswith("wise") and _stem(key) not in _NOT_ISE:
        return _ISE.sub(r"iz\1", key)
    return key


def _stem(key: str) -> str:
    for ending in ("es", "ed", "ing"):
        if key.endswith(ending):
            return key[: -len(ending)] + "e"
    return key


@remembered
def name_key(text: str) -> str:
    """Key of a name or phrase: token keys joined by single blanks, without article, possessive and punctuation.

    "The U.N.’s High-Commissioner" and "UN High Commissioner" give the same key; an empty string means that nothing is left.
    """
    bare = _ARTICLE.sub("", text.strip())
    bare = _POSSESSIVE.sub("", bare).replace("&", " and ")
    bare = _DOTTED.sub(lambda match: match.group().replace(".", ""), bare)
    return " ".join(filter(None, map(token_key, _TOKEN.findall(bare))))


def initials(name: str) -> str:
    """Capital letters that abbreviate a name: "National Intelligence Service" gives "nis" (lower case)."""
    small = {"of", "the", "and", "for", "in", "on", "de", "la", "du", "des", "y", "e", "und"}
    return "".join(key[0] for key in name_key(name).split() if key not in small)
