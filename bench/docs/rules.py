"""Write docs/rules.md from the rules themselves: `python -m bench.docs.rules`."""

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from service.core.rules.policy import Policy
from service.core.rules.rule import PRECISION_MINIMUM, Rule
from service.runtime.checks import load_presets, load_rules

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "rules.md"
FROZEN = ROOT / "bench" / "frozen" / "rules.json"
FLAGS = ROOT / "bench" / "frozen" / "flags.json"

_HEAD = """# Rules of the draft checks

Generated from the rules by `make docs`; do not edit. `GET /v1/rules` and `GET /v1/rules/{{id}}` serve the same content.

A rule ships at the severity of the published catalog only where at least {minimum:.0%} of its findings on our own invented articles and
drafts were right (`python -m bench.eval.rules`, at least five findings); otherwise it ships as a note, whatever the preset, until a
newsroom's own policy says otherwise. Rules from SRC050 on are about the check itself and true by construction.
Precision is measured on the drafts of `tests/golden/drafts`, whose expected findings were written down before the rules ran, and on the
articles of `tests/golden/articles`, where each finding was judged afterwards; recall counts the drafts alone. They are few: mind the
intervals.
"""


def main() -> int:
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.name}: written")
    return 0


def page() -> str:
    """The whole page; it depends on the catalog, the presets and the frozen figures alone."""
    rules = load_rules()
    presets = load_presets(rules)
    frozen = json.loads(FROZEN.read_text(encoding="utf-8"))["rules"]
    parts = [_HEAD.format(minimum=PRECISION_MINIMUM), _overview(rules, presets), _tags(rules)]
    return "\n".join([*parts, *(_section(rule, frozen.get(rule.id)) for rule in rules)])


def _overview(rules: Iterable[Rule], presets: Mapping[str, Policy]) -> str:
    head = ("Rule", "Name", "Catalog", *presets, "Precision")
    rows = [
        (
            f"[{rule.id}](#{rule.id.lower()}-{rule.info.name})",
            rule.info.name,
            str(rule.intended),
            *(str(policy.setting(rule).severity) for policy in presets.values()),
            "" if rule.info.precision is None else f"{rule.info.precision:.2f}",
        )
        for rule in rules
    ]
    return _table(head, rows)


def _tags(rules: Iterable[Rule]) -> str:
    found: dict[str, list[str]] = {}
    for rule in rules:
        for tag in rule.info.tags:
            found.setdefault(tag, []).append(rule.id)
    kept = json.loads(FLAGS.read_text(encoding="utf-8"))
    rows = [
        (tag, ", ".join(ids), *(_raised(kept[split].get(tag)) for split in ("tune", "test")))
        for tag, ids in sorted(found.items())
    ]
    rows.append(("together", "", *(_raised(kept[split]["together"]) for split in ("tune", "test"))))
    return _TAGS_HEAD + _table(("Problem (tag)", "Rules", "Tuned on", "Test"), rows)


_TAGS_HEAD = """## Sourcing problems and the rules that report them

How often the recommended policy raises what an editor noted for the whole article, on the 44 articles of `tests/golden/flags`, by two
authors who knew the list of problems and none of the rules: right / wrong / missed (`python -m bench.eval.flags`). Half of them were
tuned on; the halves were written together by the same authors, so the second is no stranger to the first.

"""


def _raised(row: Mapping[str, int] | None) -> str:
    return "-" if row is None else f"{row['right']} / {row['wrong']} / {row['missed']}"


def _section(rule: Rule, frozen: Mapping[str, object] | None) -> str:
    info = rule.info
    severity = f"Ships as **{info.severity}**" + (
        f" (catalog: {rule.intended})." if rule.intended is not info.severity else "."
    )
    parts = [f"## {info.id} {info.name}\n", f"{info.summary} {severity}\n", f"{info.why}\n"]
    parts += [f"Bad:\n\n{_quoted(info.bad)}\n", f"Good:\n\n{_quoted(info.good)}\n"]
    parts.append(f"Grounds: {'; '.join(info.guidelines)}.\n")
    if rule.options:
        told = ", ".join(f"`{name}` ({value})" for name, value in rule.options.items())
        parts.append(f"Options: {told}.\n")
    parts.append(_measured(frozen, hygiene=rule.is_hygiene))
    return "\n".join(parts)


def _quoted(text: str) -> str:
    return f"```markdown\n{text}\n```"


def _measured(frozen: Mapping[str, object] | None, *, hygiene: bool) -> str:
    if hygiene:
        return ""
    if frozen is None or not (frozen["right"] or frozen["wrong"] or frozen["missed"]):
        return "Measured: no finding on our articles and drafts yet.\n"
    low, high = frozen["precision_interval"]  # type: ignore[misc]
    return (
        f"Measured: {frozen['right']} right, {frozen['wrong']} wrong, {frozen['missed']} missed; "
        f"precision {frozen['precision']} (80 % interval {low} to {high}).\n"
    )


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"| {' | '.join('---' for _ in head)} |"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)]) + "\n"


if __name__ == "__main__":
    sys.exit(main())
