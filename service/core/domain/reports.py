"""The report: everything the service knows about one article."""

from dataclasses import dataclass

from service.core.domain.attributions import Attribution
from service.core.domain.documents import Article, Document, TokenLayer
from service.core.domain.identity import Cast
from service.core.domain.reliability import Credibility, Reliability, Summary
from service.core.domain.spans import Span


@dataclass(frozen=True, slots=True)
class Provenance:
    """Which versions of everything gave the answer; the same provenance and article give the same report."""

    engine: str
    model: str
    ruleset: str
    registry: str
    priors: str
    lexicons: str
    records: str = "0"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the caller should know about the run, e.g. `boilerplate_skipped`. `span` is in the document text."""

    code: str
    span: Span | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The frozen result for one article. `complete` is false when a deadline cut the work short."""

    article: Article
    document: Document
    layer: TokenLayer
    attributions: tuple[Attribution, ...]
    cast: Cast
    reliabilities: tuple[Reliability, ...]
    credibilities: tuple[Credibility, ...]
    summary: Summary
    provenance: Provenance
    notices: tuple[Notice, ...] = ()
    complete: bool = True
