"""Inline directives: `<!-- sourcegrade disable-next-line SRC012 until=2027-01-31 -- reason -->`.

Scopes are `disable-next-line`, `disable-line`, `disable` … `enable`, and `disable-file`. A directive without reason, without a
known rule, or past its date silences nothing and is a finding of its own.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from service.core.domain import Directive, Finding, Suppression

SCOPES = ("disable-next-line", "disable-line", "disable-file", "disable", "enable")
#: Directives of one file that are read: more are no exceptions any longer, and the work stays bounded.
DIRECTIVES_MAXIMUM = 500
_BODY = re.compile(r"^(?P<scope>[\w-]+)(?P<rest>(?:(?!\s--(?:\s|$)).)*)(?:\s--(?:\s+(?P<reason>.*))?)?$", re.DOTALL)
_UNTIL = re.compile(r"until=(\S+)")
_RULE = re.compile(r"SRC\d{3}", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Waiver:
    """A directive as read: what it silences (`reach` maps a rule to a range of the original content), and what is wrong.

    `fault` is None, `malformed`, `no_reason` or `expired`; with a fault it silences nothing. `problem` says what is malformed.
    """

    directive: Directive
    suppression: Suppression
    reach: Mapping[str, tuple[int, int]]
    fault: str | None = None
    problem: str = ""

    def covers(self, finding: Finding) -> bool:
        """Whether the waiver silences a finding whose `origin` is set."""
        assert finding.origin is not None
        low, high = self.reach.get(finding.rule_id, (0, 0))
        return self.fault is None and low <= finding.origin.start < high


def read_waivers(
    directives: Sequence[Directive], content: str, known: Iterable[str], today: date | None
) -> tuple[Waiver, ...]:
    """All directives of a draft but `enable`, which only ends a `disable` before it."""
    lines = Lines(content)
    rules = frozenset(known)
    kept = directives[:DIRECTIVES_MAXIMUM]
    ends = [one for one in kept if _scope(one) == "enable"]
    return tuple(_waiver(one, ends, lines, rules, today) for one in kept if _scope(one) != "enable")


def silence(
    findings: Sequence[Finding], waivers: Sequence[Waiver]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...], tuple[Waiver, ...]]:
    """Findings that stay, findings that were silenced, and the waivers with `used` set."""
    kept: list[Finding] = []
    silenced: list[Finding] = []
    used: set[int] = set()
    for finding in findings:
        covering = [number for number, waiver in enumerate(waivers) if waiver.covers(finding)]
        used.update(covering[:1])
        (silenced if covering else kept).append(finding)
    marked = tuple(
        replace(waiver, suppression=replace(waiver.suppression, used=number in used))
        for number, waiver in enumerate(waivers)
    )
    return tuple(kept), tuple(silenced), marked


class Lines:
    """Lines of the original content: numbers from 1, and where they begin and end."""

    def __init__(self, content: str) -> None:
        self.content = content
        self.starts = [0, *(match.end() for match in _LINE_END.finditer(content))]

    def number(self, position: int) -> int:
        """Line of a code point."""
        return bisect_right(self.starts, position)

    def range(self, number: int) -> tuple[int, int]:
        """Code points of a line, its line end included."""
        end = self.starts[number] if number < len(self.starts) else len(self.content) + 1
        return self.starts[number - 1], end

    def next_with_text(self, number: int) -> int | None:
        """The next line after `number` that is not blank."""
        for following in range(number + 1, len(self.starts) + 1):
            low, high = self.range(following)
            if self.content[low:high].strip():
                return following
        return None


def _scope(directive: Directive) -> str:
    return directive.text.split(maxsplit=1)[0].lower() if directive.text.strip() else ""


def _waiver(
    directive: Directive, ends: Sequence[Directive], lines: Lines, known: frozenset[str], today: date | None
) -> Waiver:
    scope = _scope(directive)
    match = _BODY.match(directive.text.strip())
    rest = match["rest"] if match else ""
    reason = (match["reason"] or "").strip() or None if match else None
    until = _UNTIL.search(rest)
    ids = tuple(dict.fromkeys(word.upper() for word in _RULE.findall(_UNTIL.sub("", rest))))
    line = lines.number(directive.span.start)
    suppression = Suppression(ids, scope, line, reason, until.group(1) if until else None)
    problem = _problem(suppression, rest, known)
    fault = "malformed" if problem else _fault(suppression, today)
    reach = {one: _reach(directive, scope, one, ends, lines) for one in ids}
    return Waiver(directive, suppression, reach, fault, problem)


def _problem(suppression: Suppression, rest: str, known: frozenset[str]) -> str:
    """What keeps a directive from being understood; empty if nothing does."""
    if suppression.scope not in SCOPES:
        return f"“{suppression.scope}” is no directive; there are {', '.join(SCOPES)}"
    unknown = [one for one in suppression.rule_ids if one not in known]
    if unknown:
        return f"there is no rule {unknown[0]}"
    strange = [word for word in re.split(r"[\s,]+", _UNTIL.sub("", rest)) if word and not _RULE.fullmatch(word)]
    if strange:
        return f"“{strange[0][:40]}” is not a rule id (a reason stands after “--”)"
    if not suppression.rule_ids:
        return "it names no rule"
    if suppression.until is not None and _date(suppression.until) is None:
        return "“until” wants a date such as 2027-01-31"
    return ""


def _fault(suppression: Suppression, today: date | None) -> str | None:
    if suppression.reason is None:
        return "no_reason"
    until = _date(suppression.until) if suppression.until else None
    return "expired" if until and today and until < today else None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _reach(directive: Directive, scope: str, rule: str, ends: Sequence[Directive], lines: Lines) -> tuple[int, int]:
    if scope == "disable-file":
        return 0, len(lines.content) + 1
    if scope == "disable-line":
        return lines.range(lines.number(directive.span.start))
    if scope == "disable-next-line":
        following = lines.next_with_text(lines.number(directive.span.end - 1))
        return lines.range(following) if following else (0, 0)
    return directive.span.end, _end(directive, rule, ends, len(lines.content) + 1)


def _end(directive: Directive, rule: str, ends: Sequence[Directive], last: int) -> int:
    """Where the first later `enable` stands that names the rule, or none at all (then it ends every `disable`)."""
    for end in ends:
        named = {word.upper() for word in _RULE.findall(end.text)}
        if end.span.start >= directive.span.end and (not named or rule in named):
            return end.span.start
    return last
