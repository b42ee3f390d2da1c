"""What the formats of a check are written from: drafts with the service's JSON answers.

Everything in this package but `answer` is standard library only and runs on Python 3.8: the service renders one draft with
it, and the check client, which is built from these modules, a whole set of drafts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from service.render.places import Lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Gravest first.
SEVERITIES = ("error", "warning", "note")
PLURALS = {"error": "errors", "warning": "warnings", "note": "notes"}


class Checked:
    """One draft and the service's answer, or (`fault`) why there is none.

    `answer` is the JSON of `POST /v1/checks` with code-point offsets; `content` the exact text that they count in.
    """

    def __init__(
        self, path: str, content: str = "", answer: dict[str, Any] | None = None, fault: str | None = None
    ) -> None:
        self.path = path
        self.content = content
        self.answer = answer
        self.fault = fault
        self._lines: Lines | None = None

    @property
    def lines(self) -> Lines:
        """The draft's lines, found when first asked for."""
        if self._lines is None:
            self._lines = Lines(self.content)
        return self._lines

    def rows(self, name: str) -> list[dict[str, Any]]:
        """A list of the answer (`findings`, `suppressed`, `baselined`, `rules`); empty without an answer."""
        return list(self.answer.get(name, ())) if self.answer else []

    def fails(self, finding: dict[str, Any]) -> bool:
        """Whether the policy fails this draft for findings as grave as this one.

        Warnings can also fail by their number: then a draft fails without a finding that reaches `fail_on`.
        """
        if not self.answer or self.answer["verdict"] == "pass":
            return False
        bound = rank(str(self.answer.get("fail_on", "error")))
        found = [rank(row["severity"]) for row in self.rows("findings")]
        if not any(each <= bound for each in found):
            bound = rank("warning")
        return rank(finding["severity"]) <= bound


@dataclass(frozen=True)
class Tool:
    """Who answered: the engine's version and the address under which rules are explained (empty: unknown)."""

    version: str
    address: str = ""

    def help_url(self, rule_id: str) -> str:
        """Absolute address of a rule's page, or an empty string."""
        return f"{self.address}/v1/rules/{rule_id}" if self.address else ""


@dataclass(frozen=True)
class Shown:
    """One finding at its draft; `state` is shown, suppressed or baselined."""

    draft: Checked
    row: dict[str, Any]
    state: str = "shown"


def rank(severity: str) -> int:
    """0 for the gravest; words that are not known (`never`) come after all."""
    return SEVERITIES.index(severity) if severity in SEVERITIES else -1 if severity == "never" else len(SEVERITIES)


def shown(drafts: Sequence[Checked], *, silenced: bool = False) -> list[Shown]:
    """Findings of all drafts, gravest first, then in the order of drafts and places."""
    found = [Shown(draft, row) for draft in drafts for row in draft.rows("findings")]
    if silenced:
        for state in ("suppressed", "baselined"):
            found += [Shown(draft, row, state) for draft in drafts for row in draft.rows(state)]
    return sorted(found, key=lambda each: rank(each.row["severity"]))


def counted(rows: Iterable[Shown]) -> str:
    """`1 error, 2 warnings`: how many of each severity."""
    numbers = dict.fromkeys(SEVERITIES, 0)
    for each in rows:
        numbers[each.row["severity"]] = numbers.get(each.row["severity"], 0) + 1
    return ", ".join(in_words(number, name) for name, number in numbers.items() if number)


def in_words(number: int, name: str) -> str:
    """A number with its noun."""
    return f"{number} {name if number == 1 else PLURALS.get(name, name + 's')}"


def described_rules(drafts: Sequence[Checked]) -> list[dict[str, Any]]:
    """Every rule that was on for at least one of the drafts, by id."""
    found: dict[str, dict[str, Any]] = {}
    for draft in drafts:
        for rule in draft.rows("rules"):
            found.setdefault(rule["id"], rule)
    return [found[name] for name in sorted(found)]


def advice(row: dict[str, Any]) -> str:
    """The finding's message, with the suggestion where there is one."""
    return f"{row['message']} {row['suggestion']}" if row.get("suggestion") else str(row["message"])
