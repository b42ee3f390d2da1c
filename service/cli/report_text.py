"""A report as lines for a terminal: the sources with their grades, then who said what."""

from collections.abc import Iterator
from textwrap import shorten

import click

from service.core.domain import Basis, Credibility, Reliability, Report, Source
from service.render.checks.text import text_line

_COLORS = {"A": "green", "B": "green", "C": "yellow", "D": "red", "E": "red", "F": None}
_CONTENT_WIDTH = 96


def report_lines(report: Report, *, color: bool) -> Iterator[str]:
    """Lines without line ends. Letters: A-E earned by a record, F cannot be judged; the class's letter stands in brackets."""
    ratings = {rating.source_id: rating for rating in report.reliabilities}
    claims = {claim.attribution_id: claim for claim in report.credibilities}
    yield f"{text_line(report.article.id or 'article')}: {len(report.cast.sources)} sources, {len(report.attributions)} attributions"
    for source in report.cast.sources:
        yield from _source_lines(source, ratings[source.id], color=color)
    yield ""
    links = {link.attribution_id: link for link in report.cast.links}
    for attribution in report.attributions:
        link = links[attribution.id]
        who = link.source_id or "nobody named"
        via = f" via {' via '.join(reversed(link.via))}" if link.via else ""
        words = shorten(" … ".join(span.text_of(report.document.text) for span in attribution.content), _CONTENT_WIDTH)
        yield f"  {_number(claims[attribution.id])}  {who}{via} ({attribution.kind}): {text_line(words)}"
    yield from _worries(report)


def _source_lines(source: Source, rating: Reliability, *, color: bool) -> Iterator[str]:
    letter = click.style(rating.grade, fg=_COLORS[rating.grade], bold=True) if color else rating.grade
    name = text_line(source.name or "not identified")
    place = f", {source.country}" if source.country else ""
    yield f"  {source.id:<4} {letter} {_chance(rating):<24} {source.label!r}: {name} ({source.type}{place}, {source.anonymity})"


def _chance(rating: Reliability) -> str:
    if rating.score is None or rating.interval is None:
        return "nothing known"
    low, high = rating.interval
    basis = f"class {rating.class_grade}" if rating.basis is Basis.CLASS else rating.basis.value
    return f"{rating.score:.2f} [{low:.2f}-{high:.2f}] {basis}"


def _number(claim: Credibility) -> str:
    return f"{claim.grade} {claim.score:.2f}" if claim.score is not None else f"{claim.grade}  -  "


def _worries(report: Report) -> Iterator[str]:
    values = report.summary.values
    shares = values.get("word_shares")
    if isinstance(shares, dict):
        parts = [f"{name.replace('_', ' ')} {share:.0%}" for name, share in shares.items() if share]
        if parts:
            yield ""
            yield f"  Of the attributed words: {', '.join(parts)}."
