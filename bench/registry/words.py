"""Which words are ordinary: `python -m bench.registry.words TEXT.jsonl.gz ... > service/data/registry/ordinary_words.txt`.

A word that news writes in lower case is no name by itself. Only the list of words leaves this script, never a text.
"""

import argparse
import gzip
import json
import re
import sys
from collections import Counter
from pathlib import Path

#: Seen so often in lower case, and so much oftener than capitalized, a word is ordinary.
MIN_COUNT, MIN_SHARE = 12, 0.3
_WORD = re.compile(r"[A-Za-z]{2,}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--field", default="text")
    lower: Counter[str] = Counter()
    total: Counter[str] = Counter()
    arguments = parser.parse_args()
    for path in arguments.files:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                for word in _WORD.findall(str(json.loads(line).get(arguments.field, ""))):
                    total[word.lower()] += 1
                    lower[word.lower()] += word.islower()
    words = sorted(word for word, count in lower.items() if count >= MIN_COUNT and count >= MIN_SHARE * total[word])
    sys.stdout.write("".join(f"{word}\n" for word in words))
    return 0


if __name__ == "__main__":
    sys.exit(main())
