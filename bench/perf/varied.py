"""Any number of articles, no two alike: paragraphs of our own articles mixed with sentences about names made up for each."""

import json
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.golden.gold import ARTICLES, load_articles

_SYLLABLES = "ba cor da el fen gar hol is jo kel lu mar nor ol pe quin ros sa tor ul ver wen xan yor zi".split()
_SENTENCES = (
    "{person}, who runs the {place} harbour office, said on {day} that {number} berths were closed.",
    "“We counted {number} of them in {place},” {surname} said.",
    "According to the {place} Institute of Water, the level fell by {number} centimetres.",
    "A senior official in {place}, who asked not to be named, said that the vote would wait until {day}.",
    "{person} told the {place} Gazette that the contract was worth {number} million.",
    "The ministry of transport of {place} denied on {day} that {surname} had resigned.",
    "Residents of {place} reported {number} outages since {day}.",
)
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


@cache
def _paragraphs() -> tuple[str, ...]:
    gold = [article for split in ("tune", "test") for article in load_articles(ARTICLES / f"{split}.jsonl")]
    return tuple(paragraph for article in gold for paragraph in article.text.split("\n\n"))


def article(number: int, words: int) -> str:
    """The article of a number: at least `words` words, the same ones every time."""
    chance = random.Random(number * 1_000_003 + words)
    found: list[str] = []
    count = 0
    while count < words:
        if chance.random() < 0.6:
            paragraph = chance.choice(_paragraphs())
        else:
            surname = _name(chance)
            paragraph = chance.choice(_SENTENCES).format(
                person=f"{_name(chance)} {surname}", surname=surname, place=_name(chance),
                day=chance.choice(_DAYS), number=chance.randrange(2, 10_000),
            )  # fmt: skip
        found.append(paragraph)
        count += len(paragraph.split())
    return "\n\n".join(found)


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=chance.randrange(2, 4))).capitalize()


def write(file: Path, documents: int, words: int) -> int:
    """An archive as JSON Lines; returns its words."""
    written = 0
    with file.open("w", encoding="utf-8") as out:
        for text in _texts(documents, words):
            written += len(text.split())
            out.write(json.dumps({"id": f"a{written}", "text": text}, ensure_ascii=False) + "\n")
    return written


def _texts(documents: int, words: int) -> Iterator[str]:
    return (article(number, words) for number in range(documents))
