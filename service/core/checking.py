"""Checking a draft: annotate, apply the rules, silence what may be silent, judge. Pure, like the pipeline that it builds on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from service.core.domain import Article, CheckReport, Finding, Report, RuleInfo, Severity, Span
from service.core.parsing.directives import directives_in
from service.core.pipeline import Options, Resources, annotate
from service.core.rules.baseline import BaselineEntry, split
from service.core.rules.context import RuleContext
from service.core.rules.facts import Facts
from service.core.rules.fingerprints import fingerprinted
from service.core.rules.policy import RANK, Policy
from service.core.rules.rule import Rule
from service.core.rules.suppressions import Lines, Waiver, read_waivers, silence
from service.core.rules.verdict import judge

_NO_COMMENTS = "here it is a part of the text; send the draft as Markdown or HTML, or use the policy or the baseline"


class Filter(StrEnum):
    """Which findings count: all of the file, or those that touch a changed line."""

    ALL = "all"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class _Case:
    """One draft on its way through the rules."""

    facts: Facts
    policy: Policy
    path: str
    today: date | None
    rules: tuple[Rule, ...]

    def run(self, *, hygiene: bool, waivers: tuple[Waiver, ...] = ()) -> Iterable[Finding]:
        """Findings of the rules that are on; those of hygiene apart, since they look at what the others did."""
        for rule in self.rules:
            setting = self.policy.setting(rule, self.path)
            if rule.is_hygiene is hygiene and setting.severity is not None and setting.severity is not Severity.OFF:
                yield from rule.find(
                    RuleContext(rule, setting.severity, setting.options, self.policy, self.facts, self.today, waivers)
                )


def check(  # noqa: PLR0913 - a check's inputs, each of a kind of its own
    article: Article,
    resources: Resources,
    *,
    policy: Policy,
    path: str = "",
    options: Options | None = None,
    baseline: Sequence[BaselineEntry] = (),
    changed_lines: Sequence[tuple[int, int]] = (),
    filter: Filter = Filter.ALL,  # noqa: A002 - the request's own word
    today: date | None = None,
) -> CheckReport:
    """Check one draft against a policy.

    Args:
        article: the draft as it stands in its file.
        resources: model, registry, words and rules.
        policy: what is checked, and what fails (`service.core.rules.policy_reading.read_policy`).
        path: the draft's path, for the policy's globs and the baseline; it is never opened.
        options: those of annotation; the policy's overlays are added.
        baseline: accepted old findings.
        changed_lines: first and last lines that changed, from 1, both included.
        filter: CHANGED leaves out findings that touch no changed line; they neither show nor count.
        today: decides expiry of directives, baseline rows, overlay entries and ratings (None: nothing has expired).

    Raises:
        What `annotate` raises.
    """
    report = annotate(article, resources, _options(options, policy, today))
    case = _Case(Facts(report, resources.rule_words, resources.snapshot), policy, path, today, resources.rules)
    found = _placed(case.run(hygiene=False), report)
    waivers = _waivers(report, case)
    kept, suppressed, waivers = silence(found, waivers)
    kept = (*kept, *_placed(case.run(hygiene=True, waivers=waivers), report))
    if filter is Filter.CHANGED:
        kept = tuple(_touching(kept, changed_lines, Lines(article.content)))
    kept, baselined = split(kept, baseline, path, today)
    shown = [finding for finding in kept if RANK[finding.severity] >= RANK[policy.report_level]]
    return CheckReport(
        path=path,
        article=article,
        document=report.document,
        findings=tuple(sorted(shown, key=_place)),
        verdict=judge(kept, policy, suppressed=len(suppressed), baselined=len(baselined)),
        provenance=report.provenance,
        policy=policy.name,
        rules=_infos(case),
        suppressed=suppressed,
        baselined=baselined,
        suppressions=tuple(waiver.suppression for waiver in waivers),
        complete=report.complete,
    )


def _options(options: Options | None, policy: Policy, today: date | None) -> Options:
    options = options or Options()
    names = tuple(dict.fromkeys((*options.overlay_names, *policy.registry_overlays)))
    return replace(options, overlay_names=names, today=today or options.today)


def _placed(findings: Iterable[Finding], report: Report) -> tuple[Finding, ...]:
    """Findings in order, with fingerprint and their place in the original. Two that say the same are one."""
    unique = dict.fromkeys(findings)
    marked = fingerprinted(list(unique), report.document.text, report.article.content)
    offsets = report.document.offsets
    return tuple(one if one.origin else replace(one, origin=offsets.to_original(one.span)) for one in marked)


def _waivers(report: Report, case: _Case) -> tuple[Waiver, ...]:
    """The draft's directives. In a format without comments they are words of the article, and are told to be that."""
    content = report.article.content
    directives = report.document.directives
    waivers = read_waivers(
        sorted(directives or directives_in(content, 0, len(content)), key=lambda one: one.span),
        content,
        [rule.id for rule in case.rules],
        case.today,
    )
    if directives:
        return waivers
    return tuple(replace(waiver, fault="malformed", problem=_NO_COMMENTS) for waiver in waivers)


def _touching(findings: Iterable[Finding], changed: Sequence[tuple[int, int]], lines: Lines) -> Iterable[Finding]:
    for finding in findings:
        first, last = _line_range(finding, lines)
        if any(low <= last and first <= high for low, high in changed):
            yield finding


def _line_range(finding: Finding, lines: Lines) -> tuple[int, int]:
    origin = finding.origin or finding.span
    return lines.number(origin.start), lines.number(origin.end - 1)


def _place(finding: Finding) -> tuple[Span, str]:
    return finding.origin or finding.span, finding.rule_id


def _infos(case: _Case) -> tuple[RuleInfo, ...]:
    """Every rule that was on, with the severity that the policy gave it."""
    settings = [(rule, case.policy.setting(rule, case.path).severity) for rule in case.rules]
    return tuple(
        replace(rule.info, severity=severity) for rule, severity in settings if severity not in {None, Severity.OFF}
    )
