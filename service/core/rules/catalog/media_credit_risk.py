"""A picture from a state's outlet, or from one with a poor record.

Why: Such pictures are staged, cut or chosen to serve. The reader should know where they come from, the desk should have looked twice.
Bad: Soldiers marched past the palace on Sunday, the mayor said.

Image source: KCNA
Good: Soldiers marched past the palace on Sunday, the mayor said.

Image source: Reuters
Guideline: BBC 3.4.6: digital material is verified
"""

import re
from collections.abc import Iterable

from service.core.domain import BlockKind, Finding, Severity, SourceRecord
from service.core.lang.normalize import name_key
from service.core.rules.context import RuleContext
from service.core.rules.records import MEDIA, is_controlled
from service.core.rules.rule import rule

_WORD = re.compile(r"\w[\w.'’-]*")
#: Most words of an outlet's name.
_LONGEST = 5
_KINDS = frozenset({BlockKind.CREDIT, BlockKind.CAPTION})
_CREDIT = re.compile(
    r"(?:images?|photos?|pictures?|video|footage|credit|source|©|\(c\)|via|courtesy|handout|/)", re.IGNORECASE
)


def find(ctx: RuleContext) -> Iterable[Finding]:
    """Names in credits and captions whose record is state-controlled or of poor repute."""
    for block in ctx.facts.blocks:
        if block.kind not in _KINDS:
            continue
        text = block.span.text_of(ctx.text)
        if not _CREDIT.search(text):
            continue
        found = _outlet(ctx, text)
        if found is not None:
            record, reason = found
            yield ctx.finding(
                block.span,
                f"Picture credit: {record.name} is {reason}.",
                suggestion="Check the picture, and say whose it is.",
            )


def _outlet(ctx: RuleContext, text: str) -> tuple[SourceRecord, str] | None:
    words = [match.group() for match in _WORD.finditer(text)]
    for size in range(min(_LONGEST, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            name = " ".join(words[start : start + size])
            for key in ctx.snapshot.by_alias.get(name_key(name), ()):
                record = ctx.snapshot.records[key]
                reason = _reason(record)
                if record.type in MEDIA and reason:
                    return record, reason
    return None


def _reason(record: SourceRecord) -> str | None:
    if is_controlled(record):
        return "state media"
    poor = any(fact.kind == "community_rating" and fact.value == "deprecated" for fact in record.evidence)
    return "rated unfit as a source" if poor else None


RULE = rule(__doc__, find, id="SRC042", name="media-credit-risk", severity=Severity.NOTE)
