"""The same text with other typography: marks of other houses and times, capitals, no capitals. Offsets and tokens stay.

What a tagger learns should not hang on one house's marks. Every change keeps the number of characters, so that labels stay where
they are; a text for which that fails stays as it is.
"""

import random
import re
from collections.abc import Callable

#: Share of texts that are changed at all.
SHARE = 0.25
#: The longest first paragraph, in characters, that may be a headline.
_HEADLINE = 140
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
_SINGLE = str.maketrans("“”", "‘’")


def straight(text: str) -> str:
    """Typewriter marks."""
    return text.translate(_STRAIGHT)


def single(text: str) -> str:
    """Single marks for double ones, as in British papers; a text that has single ones already is left alone."""
    return text if "‘" in text else curly(text).translate(_SINGLE)


def curly(text: str) -> str:
    """Typographic double marks for straight ones: those behind a space, an opening sign or a line's beginning open."""
    return re.sub(r'"', "”", re.sub(r'(?:(?<=[\s(—–\[])|^)"', "“", text, flags=re.MULTILINE))


def shouted(text: str) -> str:
    """A headline in capitals: the first paragraph where it is short."""
    first, line, rest = text.partition("\n")
    return first.upper() + line + rest if len(first) < _HEADLINE else text


def lowered(text: str) -> str:
    """No capitals at all."""
    return text.lower()


#: Ways and how often each is drawn.
WAYS: tuple[tuple[Callable[[str], str], int], ...] = (
    (straight, 4),
    (curly, 2),
    (single, 5),
    (shouted, 3),
    (lowered, 1),
)


def restyled(text: str, rng: random.Random, share: float = SHARE) -> str:
    """`text`, or with the chance `share` the text in another way of writing; always as long as before."""
    if rng.random() >= share:
        return text
    way = rng.choices([one for one, _ in WAYS], [weight for _, weight in WAYS])[0]
    changed = way(text)
    return changed if len(changed) == len(text) else text
