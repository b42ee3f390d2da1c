"""Articles with marked mentions, and the shipped registry and words, loaded once."""

import re
from bisect import bisect_left
from itertools import pairwise

import pytest

from service.core.domain import (
    Attribution,
    Block,
    BlockKind,
    Document,
    Mention,
    MentionForm,
    RegistrySnapshot,
    Span,
    TokenLayer,
)
from service.core.identity.lexicon import IdentityLexicon
from service.runtime.identity_files import load_identity_lexicon
from service.runtime.registry_files import default_registry

TOKEN = re.compile(r"\w+|[^\w\s]")
SENTENCE = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])|\n+")
PARAGRAPH = re.compile(r"\n\s*\n")


@pytest.fixture(scope="session")
def snapshot() -> RegistrySnapshot:
    return default_registry()


@pytest.fixture(scope="session")
def lexicon() -> IdentityLexicon:
    return load_identity_lexicon()


def layer_of(text: str, skipped: tuple[Span, ...] = ()) -> TokenLayer:
    """Tokens with plain sentence and paragraph bounds: enough for sentences written for tests."""
    tokens = list(TOKEN.finditer(text))
    starts = tuple(token.start() for token in tokens)
    return TokenLayer(
        starts=starts,
        ends=tuple(token.end() for token in tokens),
        words=tuple(token.group() for token in tokens),
        sentences=_ranges(SENTENCE, text, starts),
        paragraphs=_ranges(PARAGRAPH, text, starts),
        skipped=skipped,
    )


def _ranges(pattern: re.Pattern[str], text: str, starts: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    edges = [0, *(found.end() for found in pattern.finditer(text)), len(text) + 1]
    bounds = [bisect_left(starts, edge) for edge in edges]
    return tuple((low, high) for low, high in pairwise(bounds) if low < high)


def unmark(marked: str) -> tuple[str, tuple[Span, ...]]:
    """Text without the ‹ › marks, and the spans they stood around."""
    text, spans, start = "", [], 0
    for char in marked:
        if char == "‹":
            start = len(text)
        elif char == "›":
            spans.append(Span(start, len(text)))
        else:
            text += char
    return text, tuple(spans)


def article(marked: str) -> tuple[Document, tuple[Attribution, ...]]:
    """One attribution for each marked mention."""
    text, spans = unmark(marked)
    doc = Document(text, (Block(BlockKind.PARAGRAPH, Span(0, len(text))),))
    last = (Span(len(text) - 1, len(text)),)
    attributions = tuple(
        Attribution(f"a{number}", Mention(span, MentionForm.NOMINAL), None, last)
        for number, span in enumerate(spans, start=1)
    )
    return doc, attributions
