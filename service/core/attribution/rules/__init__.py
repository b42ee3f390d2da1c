"""Rules that complete the tagger's findings, in order. A rule is one module and one line here."""

from collections.abc import Callable

from service.core.attribution.model import RawAttribution
from service.core.attribution.rules import (
    addressees,
    agents,
    answered,
    behind_quotes,
    block_edges,
    compounds,
    continued,
    denials,
    inserted,
    nameless,
    own_notes,
    relays,
    repeated,
    reported,
    reportedly,
    said_clauses,
    signed,
    stranded,
    tails,
    trailing,
    transcripts,
    uncovered_quotes,
)
from service.core.domain import Document, TokenLayer
from service.core.lang.lexicon import Lexicons

Extractor = Callable[
    [Document, TokenLayer, list[str], tuple[RawAttribution, ...], Lexicons], tuple[RawAttribution, ...]
]

EXTRACTORS: tuple[Extractor, ...] = (
    block_edges.cut,
    addressees.cut,
    agents.mend,
    nameless.cut,
    said_clauses.credit,
    inserted.join,
    trailing.credit,
    behind_quotes.credit,
    uncovered_quotes.extend,
    continued.join,
    stranded.cut,
    own_notes.drop,
    transcripts.credit,
    signed.credit,
    reported.pass_on,
    relays.link,
    answered.credit,
    denials.credit,
    reportedly.credit,
    tails.mend,
    compounds.mend,
    repeated.drop,
)
