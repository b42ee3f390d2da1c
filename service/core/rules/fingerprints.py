"""Fingerprints: the identity of a finding across edits. They know the words and their ordinal, never a line or an offset."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from service.core.domain import Finding
from service.core.lang.normalize import name_key

#: Hexadecimal digits kept: 80 bits, beyond chance collisions in any newsroom's archive.
_DIGITS = 20


def fingerprinted(findings: Sequence[Finding], text: str, content: str) -> tuple[Finding, ...]:
    """The findings in order of place, each with its fingerprint.

    `text` is the document's, `content` the original's, in which findings about markup have their place. The hash covers rule,
    normalized quoted text and the ordinal of that text among the rule's findings in the file, so that edits elsewhere,
    reformatting and changed typography do not reopen a finding.
    """
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for finding in sorted(findings, key=lambda one: (one.span, one.rule_id, one.message)):
        quoted = finding.origin.text_of(content) if finding.origin else finding.span.text_of(text)
        key = (finding.rule_id, name_key(quoted) or " ".join(quoted.split()))
        seen[key] += 1
        found.append(replace(finding, fingerprint=_hash(*key, str(seen[key]))))
    return tuple(found)


def _hash(*parts: str) -> str:
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
