"""What is measured on: our own articles joined to a length, and inputs made to hurt."""

import re
from itertools import islice, product

from tests.golden.gold import ARTICLES, load_articles


def articles(words: int) -> list[str]:
    """Texts of about `words` words, joined from our own articles."""
    texts = [a.text for split in ("tune", "test") for a in load_articles(ARTICLES / f"{split}.jsonl")]
    found = []
    for start in range(len(texts)):
        joined = "\n\n".join(texts[start:] + texts[:start])
        ends = [match.end() for match in re.finditer(r"\S+", joined)]
        found.append(joined[: ends[words - 1]])
    return found


def prose(length: int) -> str:
    """Running prose of exactly `length` code points."""
    text = "\n\n".join(articles(2000))
    return (text * (length // len(text) + 1))[:length]


def hostile(length: int) -> dict[str, str]:
    """Inputs of `length` code points that would cost most where a stage is not linear."""
    units = {
        "quotes": '"', "openers": "“", "nested": "“‘", "brackets": "(", "dots": "A.", "commas": "a, ", "newlines": "\n", "one word": "a",
        "said": "he said ", "according": "according to ", "quoted names": "“A B” ", "capitals": "National Bank of ", "the": "the ",
        "short lines": "By A B\n", "possessives": "Ann's ", "pronouns": "He said it. ",
        "unclosed": "“No, he said.\n\n", "one claim": "Mr Brown said the plan failed. ",
        "clauses": "Drones struck an oil depot, the army said. ",
    }  # fmt: skip
    repeated = {name: (unit * (length // len(unit) + 1))[:length] for name, unit in units.items()}
    return repeated | {"speakers": speakers(length)}


def speakers(length: int) -> str:
    """As many people as fit, no two of one name, who all say the same of another number: every claim meets every other one."""
    letters = "bcdfghklmnprstvz"
    names = (f"{a}a{b}o {c}e{d}i".title() for a, b, c, d in product(letters, repeat=4))
    claims = (f"{name} said that plan {number} for the port failed. " for number, name in enumerate(names))
    return "".join(islice(claims, length // 40))[:length]
