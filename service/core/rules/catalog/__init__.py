"""The catalog: one module a rule, listed in order of id. A new rule is one module, one line here and one case file."""

from service.core.rules.catalog import (
    agentless_attribution,
    expired_exception,
    suppression_without_reason,
    unbalanced_quotes,
    unused_suppression,
)
from service.core.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    agentless_attribution.RULE,
    unbalanced_quotes.RULE,
    unused_suppression.RULE,
    suppression_without_reason.RULE,
    expired_exception.RULE,
)
