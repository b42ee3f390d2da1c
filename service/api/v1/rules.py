"""`/v1/rules`: what the draft checks look for, why, and how sure they are. `help_url` of a finding leads here."""

from typing import Any

from flask import Response

from schemas.rules import RulePageSchema, RuleSchema
from service.api.answers import answer, conditional
from service.api.auth import requires
from service.api.parsing import Blueprint
from service.api.problems import Problem
from service.api.state import state
from service.core.rules.rule import Rule

blp = Blueprint("rules", __name__, url_prefix="/v1", description="The catalog of the draft checks.")
_ID = {
    "in": "path",
    "name": "rule_id",
    "required": True,
    "schema": {"type": "string"},
    "description": "A rule's id, e.g. `SRC004`.",
}


@blp.route("/rules", methods=["GET"])
@requires("check")
@blp.doc(operationId="listRules")
@blp.response(200, RulePageSchema, description="All rules.")
def index() -> Response:
    """List the rules of the draft checks."""
    resources = state().resources
    version = resources.provenance.ruleset
    page = {"rules": [_head(rule) for rule in resources.rules], "ruleset": version}
    return conditional(answer(page), f"{resources.provenance.engine}-{version}", weak=True)


@blp.route("/rules/<string:rule_id>", methods=["GET"], parameters=[_ID])
@requires("check")
@blp.doc(operationId="readRule", **{"x-problems": [404]})
@blp.response(200, RuleSchema, description="The rule.")
def show(rule_id: str) -> Response:
    """Read one rule: its reason, a bad and a good example, the guidelines behind it, its measured precision and its settings."""
    resources = state().resources
    rule = next((rule for rule in resources.rules if rule.id == rule_id.upper()), None)
    if rule is None:
        raise Problem("not-found", "There is no rule of this id.")
    info = rule.info
    row = _head(rule) | {
        "catalog_severity": str(rule.intended),
        "why": info.why,
        "bad": info.bad,
        "good": info.good,
        "guidelines": list(info.guidelines),
        "options": {name: _plain(value) for name, value in rule.options.items()},
        "presets": {name: str(policy.setting(rule).severity) for name, policy in resources.presets.items()},
    }
    return conditional(answer(row), f"{resources.provenance.engine}-{resources.provenance.ruleset}", weak=True)


def _head(rule: Rule) -> dict[str, Any]:
    info = rule.info
    return {
        "id": info.id,
        "name": info.name,
        "summary": info.summary,
        "severity": str(info.severity),
        "precision": info.precision,
        "tags": list(info.tags),
    }


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
