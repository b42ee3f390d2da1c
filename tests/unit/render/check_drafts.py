"""Drafts with findings made by hand: every unit differs in them, and their words try to break each format."""

from service.core.domain import (
    Article,
    Block,
    BlockKind,
    CheckReport,
    Document,
    Finding,
    Provenance,
    RuleInfo,
    Severity,
    Span,
    Suppression,
    Verdict,
)
from service.render.checks.answer import RULES, SILENCED, CheckView, check_values
from service.render.checks.result import Checked

#: No-break, astral, combining, tab, U+2028, a wide sign, CRLF, a lone CR; commands and markup that must stay words.
FERRY = (
    "# Ferry\u00a0\U0001f30a stopped\r\n"
    "\r\n"
    "\tIt was assured that the cafe\u0301 \u6e2f would reopen.\u2028A source said so.\r\n"
    "::error::| <b>officials</b> \x1b[31msaid `no`, ##[add-mask]x & ]]> more\r"
    "The last line is quoted \u201cwithout end"
)
CLEAN = "# Nothing\n\nThe harbor office of Port Lisse said on Monday that the sluices hold.\n"

RULES_ON = (
    RuleInfo(
        "SRC004",
        "agentless-attribution",
        Severity.WARNING,
        "Information that nobody is named as having given.",
        "The reader cannot weigh a claim without an agent.",
        "It was reported that the bridge is shut.",
        "The road office reported that the bridge is shut.",
        ("Reuters", "BBC 3.4.6"),
        ("attribution",),
        0.93,
    ),
    RuleInfo("SRC007", "unbalanced-quotes", Severity.WARNING, "A mark alone.", "Why.", "Bad.", "Good.", ("house",)),
    RuleInfo("SRC010", "bare-source", Severity.ERROR, "A source alone.", "Why.", "Bad.", "Good.", ("AP",), ("a", "b")),
    RuleInfo("SRC041", "vague-collective", Severity.NOTE, "Nobody.", "Why.", "Bad.", "Good.", ("SPJ",), (), 0.5),
)
PROVENANCE = Provenance("0.1", "m1", "r1", "g1", "p1", "l1")


def finding(text: str, rule: str, severity: Severity, words: str, message: str, **more) -> Finding:
    start = text.index(words)
    span = Span(start, start + len(words))
    return Finding(rule, severity, span, message, origin=span, fingerprint=f"{rule.lower()}-{start}", **more)


def report(
    text: str, path: str, findings=(), *, passed=True, reason="nothing at or above error", **more
) -> CheckReport:
    counts = {str(level): sum(found.severity is level for found in findings) for level in list(Severity)[:3]}
    return CheckReport(
        path=path,
        article=Article(text, "text/markdown"),
        document=Document(text, (Block(BlockKind.PARAGRAPH, Span(0, len(text))),)),
        findings=tuple(findings),
        verdict=Verdict(
            passed,
            reason,
            {
                **counts,
                "suppressed": len(more.get("suppressed", ())),
                "baselined": len(more.get("baselined", ())),
            },
        ),
        provenance=PROVENANCE,
        policy="recommended",
        rules=RULES_ON,
        **more,
    )


def ferry(path: str = "drafts/\u00e4 b#1.md") -> CheckReport:
    return report(
        FERRY,
        path,
        (
            finding(
                FERRY,
                "SRC004",
                Severity.WARNING,
                "It was assured",
                "Nobody is named as having given this.",
                suggestion="Name who said it.",
                attribution_id="a1",
                related=(Span(FERRY.index("reopen"), FERRY.index("reopen") + 6),),
            ),
            finding(FERRY, "SRC010", Severity.ERROR, "A source", "\u201cA source\u201d alone says, 100%: nothing."),
            finding(FERRY, "SRC041", Severity.NOTE, "officials", "Which officials?"),
            finding(FERRY, "SRC041", Severity.NOTE, "]]> more\rThe last", "A finding over a line's end."),
            finding(FERRY, "SRC007", Severity.WARNING, "\u201cwithout end", "A quotation mark has no partner."),
        ),
        passed=False,
        reason="1 error (fail_on=error)",
        suppressed=(finding(FERRY, "SRC041", Severity.NOTE, "said `no`", "Silenced here."),),
        baselined=(finding(FERRY, "SRC004", Severity.WARNING, "would", "Old.", baseline_state="unchanged"),),
        suppressions=(Suppression(("SRC041", "SRC007"), "disable-line", 4, "the desk knows", "2027-01-31", used=True),),
    )


def checked(found: CheckReport, *include: str) -> Checked:
    values = check_values(found, CheckView(include=frozenset(include or (RULES,))))
    return Checked(found.path, found.article.content, values)


def three_drafts(*include: str) -> list[Checked]:
    """A draft that fails, one that is clean, one that could not be read."""
    return [
        checked(ferry(), *include),
        checked(report(CLEAN, "drafts/clean.md"), *include),
        Checked("drafts/photo.md", fault="The file is not text: byte 0 is 0xff."),
    ]


__all__ = ["RULES", "SILENCED", "checked", "ferry", "finding", "report", "three_drafts"]
