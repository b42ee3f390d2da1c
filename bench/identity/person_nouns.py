"""Nouns for people, for the lexicon: WordNet's that are no adjectives, have a person as commonest sense and occur in news.

Usage: python -m bench.identity.person_nouns WORDNET_DICT --news FOLDER --out person_nouns.txt
WordNet (Princeton University) gives the senses; the news folder only selects words in use: nothing of its text is kept.
"""

import argparse
import gzip
import json
import re
from collections import Counter
from pathlib import Path

#: Number of the lexicographer file noun.person.
_PERSON = 18
#: How often news must use a word in lower case.
_LEAST = 3
#: Person senses that no news source is described by: insults, creatures, things.
_LEFT_OUT = frozenset(
    (
        "abomination adapter aggregator amazon anathema asshole augur avatar babe backstop batter beholder bimbo bogey bogeyman "
        "bombshell boogeyman booby booster bore bouncer browser buffoon bugaboo bugbear bunny buster calculator castrate "
        "casualty chameleon character chit classifier clone clown coaster cog colossus converter conveyor creep cripple crook "
        "cub decoder deity demon dick divider divinity doofus doormat dotard dragon dwarf elf embodiment excavator extortionist "
        "fairy faker filer filibuster fixer flak flyweight fodder fool freak genie geek git gladiator goddess goon grader grind "
        "hack handler hanger hauler have heavyweight hog holdout hood hulk idiot incarnation jackass jerk "
        "juggernaut laughingstock leviathan loader locator loner longer lookout loon loser loudmouth lowlife luminary macaroni "
        "mannequin maven monster monstrosity moron motherfucker mover mutation nobody nonstarter oracle ostrich ouster outlier "
        "oyster peer personification picket pivot pixie placeholder polluter powerhouse prey prick primate printer "
        "pussycat pygmy quad qualifier rake recruiter redact referral reincarnation rep requester retard rip riser "
        "roaster rocker rogue rover router samurai saver scanner screener screw sentinel server shocker shrimp sleeper slider "
        "slut sniffer user solver spectre sphinx spinner spirit spook squirt steamroller stooge sucker sweeper taco tackle "
        "tease tiger titan toaster topper torpedo tracer tracker trailer transmitter tuner turnkey twit unicorn vampire "
        "voucher wag waver weasel whale whiz whore wiper witch yahoo zombie everyman"
    ).split()
)
_HEAD = """# Nouns for people: WordNet 3.0, those whose commonest sense is a person and that news uses.
# WordNet 3.0 Copyright 2006 by Princeton University. All rights reserved. Permission to use, copy, modify and distribute this
# software and database and its documentation for any purpose and without fee or royalty is granted by its license; provided
# "as is", with no warranties. https://wordnet.princeton.edu/license-and-commercial-use
"""


def senses(folder: Path) -> dict[str, list[tuple[int, bool]]]:
    """Each single lower-case noun with its senses, commonest first: number of the lexicographer file, whether a proper name."""
    files: dict[str, tuple[int, bool]] = {}
    for line in _lines(folder / "data.noun"):
        fields = line.split(" ")
        files[fields[0]] = (int(fields[1]), " @i " in line or fields[4][0].isupper())
    found = {}
    for line in _lines(folder / "index.noun"):
        fields = line.split()
        if fields[0].isalpha():
            found[fields[0]] = [files[offset] for offset in fields[-int(fields[2]) :]]
    return found


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("  ")]


def used(folder: Path) -> Counter[str]:
    """How often news has each lower-case word."""
    counts: Counter[str] = Counter()
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                counts.update(re.findall(r"(?<![\w-])[a-z]{3,}(?!\w)", json.loads(line).get("text", "")))
    return counts


def main() -> None:
    """Write the list, one singular a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wordnet", type=Path, help="folder with data.noun and index.noun")
    parser.add_argument("--news", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    counts = used(options.news)
    adjectives = {line.split()[0] for line in _lines(options.wordnet / "index.adj")}
    kept = sorted(
        noun
        for noun, found in senses(options.wordnet).items()
        if found[0] == (_PERSON, False) and counts[noun] >= _LEAST and noun not in adjectives | _LEFT_OUT
    )
    options.out.write_text(_HEAD + "\n".join(kept) + "\n", encoding="utf-8")
    print(len(kept), "nouns")


if __name__ == "__main__":
    main()
