"""Phrases of blocks that no reporter wrote: rights, sign-up lines, links to other pieces.

A search for all of them at once costs more than everything else in parsing, and most articles hold none. So each phrase has
an anchor: plain lower-case characters that every match holds, for which a string is searched in a tenth of the time.
"""

import re

#: Anchor -> phrase. The anchor is what the phrase cannot do without; `tests/unit/parsing` holds a hit for each.
_PHRASES = tuple(
    (anchor, re.compile(phrase, re.IGNORECASE))
    for anchor, phrase in (
        ("all rights reserved", r"all rights reserved"),
        ("may not be ", r"may not be (?:published|reproduced|rewritten|redistributed)"),
        (
            "require",
            r"requires?\b.{0,60}\b(?:prior|written|explicit)\b.{0,30}\b(?:consent|permission|authori[sz]ation)",
        ),
        (
            "without",
            r"without\b.{0,60}\b(?:prior|written|explicit)\b.{0,30}\b(?:consent|permission|authori[sz]ation)",
        ),
        ("sign up", r"sign up\b.{0,60}\b(?:newsletter|our|free|daily|email|inbox)"),
        ("subscribe", r"subscribe\b.{0,60}\b(?:newsletter|our|free|daily|email|inbox)"),
        ("register", r"register\b.{0,60}\b(?:newsletter|our|free|daily|email|inbox)"),
        ("follow us on", r"follow us on"),
        ("click here to", r"click here to"),
        (" apply", r"terms (?:of (?:use|service)|and conditions) apply"),
        ("policy", r"cookies?\b.{0,30}\bpolicy"),
        ("download ", r"download (?:our|the) app"),
        ("read ", r"read (?:more|also|next)\s*:"),
        (
            "this ",
            r"this (?:article|story|content) (?:was|is|has been) (?:originally |first )?(?:published|produced|republished|sponsored)",
        ),
        ("journalism", r"support (?:our|independent) journalism"),
        ("become a ", r"become a (?:member|subscriber)"),
        ("share this ", r"share this (?:article|story)"),
        ("the associated press contributed", r"the associated press contributed to this report"),
        ("our standards:", r"our standards: ?the thomson reuters"),
    )
)


Phrases = tuple[tuple[str, re.Pattern[str]], ...]


def phrases_of(text: str) -> Phrases:
    """The phrases that a block of a text can hold: most texts hold the anchors of two or three."""
    low = text.lower()
    return tuple(pair for pair in _PHRASES if pair[0] in low)


def holds_boilerplate(words: str, phrases: Phrases = _PHRASES) -> bool:
    """Whether a block holds a phrase that marks it as boilerplate; `phrases` are those of its text."""
    low = words.lower() if phrases else ""
    return any(anchor in low and phrase.search(words) is not None for anchor, phrase in phrases)
