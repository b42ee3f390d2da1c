"""`POST /v1/checks`: a draft and a policy in, a verdict with its findings out, in the format that a CI system reads."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from flask import Response, g, request

from schemas.annotations import MEDIA_TYPES
from schemas.checks import CheckAnswerSchema, CheckQuerySchema, CheckRequestSchema, PolicyAnswerSchema
from service.api import body, negotiation, parsing
from service.api.answers import answer
from service.api.auth import requires
from service.api.parsing import Blueprint
from service.api.problems import Problem
from service.api.state import State, elapsed_ms, state
from service.api.turns import turn
from service.api.v1.annotations import known_overlays
from service.core.checking import Filter
from service.core.domain import Article, CheckReport, OverlayEntry, PolicyError
from service.core.parsing.endings import media_type_of
from service.core.pipeline import Options
from service.core.rules.baseline import BaselineEntry
from service.core.rules.policy import Policy
from service.core.rules.policy_reading import read_policy
from service.jobs.calls import within_longest
from service.render.checks.answer import RULES, SILENCED, CheckView, check_values
from service.render.checks.catalog import FORMATS, Format, format_named
from service.render.checks.result import Checked, Tool
from service.render.json import encode
from service.runtime import metrics
from service.runtime.clock import utc_day
from service.runtime.overlays import entries_of
from service.runtime.policy_files import PolicyText, read_policy_text, with_lines
from service.runtime.watch import watch

YAML: Final = ("application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml")
BODY_TYPES: Final = (body.JSON, *MEDIA_TYPES)
_ARTICLE_FIELDS: Final = ("language", "published_at", "publisher", "country", "title")
_DRAFT: Final = {
    "path": "drafts/bridge.md",
    "content": "The bridge is safe, it was said on Monday.",
    "policy": {"extends": "recommended", "fail_on": "warning"},
}
_DRAFT_DOC: Final = {
    "required": True,
    "content": {
        body.JSON: {"schema": CheckRequestSchema, "example": _DRAFT},
        **{kind: {"schema": {"type": "string"}} for kind in MEDIA_TYPES},
    },
}
_POLICY_DOC: Final = {
    "required": True,
    "content": {kind: {"schema": {"type": ["object", "null"]}, "example": {"extends": "strict"}} for kind in YAML},
}
_ANSWER_DOC: Final = {
    each.media_type: {
        "schema": {"$ref": "#/components/schemas/CheckAnswer"} if each.media_type == body.JSON else {"type": each.shape}
    }
    for each in FORMATS
}

blp = Blueprint("checks", __name__, url_prefix="/v1", description="Check drafts against a newsroom's policy.")
_request_schema = CheckRequestSchema()
_query_schema = CheckQuerySchema()


@dataclass(frozen=True, slots=True)
class Call:
    """One draft to check and how."""

    article: Article
    path: str
    policy: Policy
    baseline: tuple[BaselineEntry, ...]
    changed_lines: tuple[tuple[int, int], ...]
    filter: Filter
    overlay: tuple[OverlayEntry, ...]
    options: Mapping[str, Any]


@blp.route("/checks", methods=["POST"])
@requires("check")
@blp.doc(
    operationId="check",
    requestBody=_DRAFT_DOC,
    parameters=[{"in": "query", "schema": CheckQuerySchema}],
    **{"x-problems": [406, 429], "x-content": _ANSWER_DOC},
)
@blp.response(200, CheckAnswerSchema, description="The verdict, also in the header `X-Check-Verdict`.")
def create() -> Response:
    """Check one draft.

    JSON, or the raw draft with its options in the query string. The status is 200 whether the draft passes or fails; a
    problem means that it was not checked. Nothing of the draft is stored, logged or sent anywhere.
    """
    here = state()
    query = _load_query()
    wanted = choose_format(query)
    call = read_call(here, query)
    with turn(here, call.options["deadline_ms"]) as deadline:
        report = _check(here, call, Options(spent=deadline, watch=watch, overlay=call.overlay))
    return respond(report, call, wanted, here.settings.public_url)


@blp.route("/checks/policy", methods=["POST"])
@requires("check")
@blp.doc(operationId="readPolicy", requestBody=_POLICY_DOC)
@blp.response(200, PolicyAnswerSchema, description="The policy as JSON.")
def read_policy_file() -> Response:
    """Read a policy file (`.sourcegrade.yml`).

    A client without a YAML reader sends the file once, and the JSON that comes back as `policy` with every draft. Faults
    are told with their lines.
    """
    here = state()
    body.media_type(request, YAML)
    read = read_policy_text(body.text_of(body.read(request, here.settings.limits.body_bytes)))
    policy = _policy(here, read.values, "#", read)
    return answer(
        {
            "policy": read.values,
            "extends": policy.name,
            "fail_on": policy.fail_on.value,
            "report_level": policy.report_level.value,
            "ignore": list(policy.ignore),
            "baseline": policy.baseline,
        }
    )


def choose_format(query: Mapping[str, Any]) -> Format:
    """The format named in the query string, else the best one of Accept.

    Raises:
        Problem: `not-acceptable`.
    """
    if "format" in query:
        found = format_named(query["format"])
        assert found is not None
        return found
    wanted = negotiation.choose([each.media_type for each in FORMATS])
    return next(each for each in FORMATS if each.media_type == wanted)


def _load_query() -> dict[str, Any]:
    values = parsing.query_values(request, _query_schema) if request.query_string else {}
    faults = _query_schema.validate(values)
    if faults:
        errors = parsing.errors_of(faults, "?")
        raise Problem("invalid-request", f"{len(errors)} error(s) in the query string.", errors=errors[:50])
    found: dict[str, Any] = _query_schema.load(values)
    return found


def read_call(here: State, query: Mapping[str, Any]) -> Call:
    """The request as a call.

    Raises:
        Problem: anything that is wrong with the request.
        PolicyError: the policy names an unknown key, rule or value.
    """
    limits = here.settings.limits
    kind = body.media_type(request, BODY_TYPES)
    raw = body.read(request, limits.body_bytes)
    if kind == body.JSON:
        sent: dict[str, Any] = parsing.load(_request_schema, body.json_of(raw, limits.json_depth))
    else:
        sent = {"content": body.text_of(raw), "media_type": kind}
    values = {**{name: query[name] for name in query if name in _request_schema.fields}, **sent}
    where = "#" if "policy" in sent else "?"
    policy = _policy(here, values.get("policy", {}), f"{where}/policy")
    _sized(values["content"], limits.code_points)
    path = values.get("path", "draft")
    fields = {name: values.get(name) for name in _ARTICLE_FIELDS}
    fields["language"] = fields["language"] or policy.language
    article = Article(values["content"], values.get("media_type") or media_type_of(path), **fields)
    return Call(
        article,
        path,
        policy,
        tuple(BaselineEntry(**row) for row in values.get("baseline", ())),
        tuple((first, last) for first, last in values.get("changed_lines", ())),
        Filter(values.get("filter", "all")),
        entries_of(values.get("registry_overlay", ()), "request"),
        _options(here, query, values.get("options", {})),
    )


def _sized(content: str, limit: int) -> None:
    if not content:
        raise parsing.invalid("#/content", "The draft is empty.", "empty")
    if len(content) > limit:
        raise body.too_large(limit, len(content), "code_point")


def _policy(here: State, sent: str | Mapping[str, Any], at: str, read: PolicyText | None = None) -> Policy:
    """The policy that was sent: a preset's name, or an object."""
    resources = here.resources
    if isinstance(sent, str):
        if sent not in resources.presets:
            known = ", ".join(resources.presets)
            raise parsing.invalid(at, f"There is no preset of this name. Known: {known}.", "unknown")
        return resources.presets[sent]
    try:
        policy = read_policy(sent, presets=resources.presets, rules=resources.rules, at=at)
    except PolicyError as error:
        raise (with_lines(error, read, at) if read else error) from error
    known_overlays(here, policy.registry_overlays, f"{at}/registry_overlays")
    return policy


def _options(here: State, query: Mapping[str, Any], sent: Mapping[str, Any]) -> dict[str, Any]:
    chosen = {
        "offset_unit": "code_point",
        "include": [],
        "deadline_ms": here.settings.limits.deadline_ms,
        "registry_overlays": [],
        **{
            name: query[name]
            for name in ("offset_unit", "include", "deadline_ms", "registry_overlays")
            if name in query
        },
        **sent,
    }
    if sent.get("include_suppressed", query.get("include_suppressed") == "true"):
        chosen["include"] = [*chosen["include"], SILENCED]
    within_longest(query, here.settings.limits, "?")
    within_longest(sent, here.settings.limits, "#/options")
    known_overlays(here, chosen["registry_overlays"], "#/options/registry_overlays")
    return chosen


def _check(here: State, call: Call, options: Options) -> CheckReport:
    report = here.engine.check(
        call.article,
        here.resources,
        policy=call.policy,
        path=call.path,
        options=replace(
            options,
            overlay_names=tuple(call.options["registry_overlays"]),
            max_code_points=here.settings.limits.code_points,
        ),
        baseline=call.baseline,
        changed_lines=call.changed_lines,
        filter=call.filter,
        today=utc_day(),
    )
    metrics.DOCUMENTS.labels(str(report.complete).lower()).inc()
    metrics.CODE_POINTS.observe(len(call.article.content))
    return report


def respond(report: CheckReport, call: Call, wanted: Format, address: str) -> Response:
    """The response in the format that was asked for."""
    is_json = wanted.media_type == body.JSON
    view = CheckView(
        # The other formats count in units of their own and start from code points.
        offset_unit=call.options["offset_unit"] if is_json else "code_point",
        include=frozenset(call.options["include"]) | ({RULES} if wanted.rules else frozenset()),
        fail_on=call.policy.fail_on.value,
        address=address,
        timing_ms=elapsed_ms(g.began),
    )
    values = check_values(report, view)
    if is_json:
        content = encode(values)
    else:
        draft = Checked(report.path, call.article.content, values)
        tool = Tool(report.provenance.engine, address)
        content = wanted.write([draft], tool).encode("utf-8", "replace")
    response = Response(content, content_type=_content_type(wanted))
    response.headers["X-Check-Verdict"] = values["verdict"]
    response.vary.update(["Accept", "Authorization"])
    return response


def _content_type(wanted: Format) -> str:
    return f"{wanted.media_type}; charset=utf-8" if wanted.media_type.startswith("text/") else wanted.media_type
