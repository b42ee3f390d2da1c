"""Time of the rules beyond annotation: `python -m bench.perf.rules`. Process CPU time, the least of many runs, in milliseconds."""

import sys
import time

from bench.eval.rules import TODAY, drafts, everything_on
from service.core.checking import check
from service.core.domain import Article
from service.core.pipeline import annotate
from service.core.rules.context import RuleContext
from service.core.rules.facts import Facts
from service.runtime.resources import load_resources

WORDS = 600
ROUNDS = 30


def draft_of(words: int) -> str:
    """Our own drafts one after the other until they have that many words."""
    text = ""
    for one in drafts():
        if one.media_type == "text/plain":
            text += one.text + "\n\n"
        if len(text.split()) >= words:
            break
    return " ".join(text.split(" ")[: words + 60])


def least(run, rounds: int = ROUNDS) -> float:
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        run()
        best = min(best, time.process_time() - start)
    return best * 1000


def main() -> int:
    resources = load_resources()
    article = Article(draft_of(WORDS))
    policy = everything_on(resources.rules)
    report = annotate(article, resources)

    def rules() -> int:
        facts = Facts(report, resources.rule_words, resources.snapshot)
        return sum(
            1
            for rule in resources.rules
            for _ in rule.find(RuleContext(rule, rule.info.severity, rule.options, policy, facts, TODAY))
        )

    print(f"{len(article.content.split())} words, {rules()} findings")
    print(f"rules alone   {least(rules):7.2f} ms")
    print(f"annotation    {least(lambda: annotate(article, resources), 8):7.2f} ms")
    print(f"whole check   {least(lambda: check(article, resources, policy=policy, today=TODAY), 8):7.2f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
