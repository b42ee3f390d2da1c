"""For any input: spans stay inside, slice to their text, and every stage ends."""

from hypothesis import example, given
from hypothesis import strategies as st

from service.core.domain import Article, InvalidContentError
from service.core.parsing import PARSERS, parse
from service.core.text.layer import build_layer

PIECES = st.sampled_from(
    "He said|the agency| |\n|\n\n|“|”|\"|'|‘|’|😀|é|e\u0301|\u00a0|<p>|</p>|&amp;|&#8217;|**|_|> |- |# |[a](b)|<!-- x -->|\\*|`|---\n|\r\n|"
    "\u2028|.|,|1,500|<|&|~|\r|\t|    |1. |* |## | ##|---|===|``|` ` |\\\n|  \n|<http://a.b/%41>|<a@b.example>|![c](d)|[e]: /f|&nbsp;|&#0;|"
    "<br>|</|<script>|<!--|-->|<b|]]>|?>|\u00ad|\u200b|\x1c|\x0b|\x85|\ufeff|\0|he|!|:".split("|")
) | st.sampled_from(["|", "| a | b |\n|---|---|\n| c\\|d | `e` |\n", "\\|"])
CONTENT = st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=40).map("".join))


@given(content=CONTENT, media_type=st.sampled_from(sorted(PARSERS)))
@example(content="<![0", media_type="text/html")
@example(content="a <![A[ b", media_type="text/html")
@example(content="<![A[ b", media_type="text/markdown")
def test_blocks_tokens_and_quotations_lie_in_the_text(content, media_type):
    try:
        doc = parse(Article(content, media_type))
    except InvalidContentError:
        return
    layer = build_layer(doc)
    assert "".join(layer.words) == "".join(c for c in doc.text if not c.isspace()) or all(
        doc.text[s:e] == w for s, e, w in zip(layer.starts, layer.ends, layer.words, strict=True)
    )
    for ranges in (layer.sentences, layer.paragraphs):
        assert sum(high - low for low, high in ranges) == len(layer)
    for quotation in layer.quotations:
        assert 0 <= quotation.span.start <= quotation.inner.start < quotation.inner.end <= len(doc.text)
    for span in [block.span for block in doc.blocks] + [q.span for q in layer.quotations]:
        original = doc.offsets.to_original(span)
        assert 0 <= original.start < original.end <= len(content)


@given(content=CONTENT, media_type=st.sampled_from(sorted(PARSERS)))
@example(content="\x00", media_type="text/markdown")
@example(content="\xa0\r0", media_type="text/markdown")
@example(content="0|0\n-|-\n0\\|", media_type="text/markdown")
def test_verbatim_characters_come_back(content, media_type):
    try:
        doc = parse(Article(content, media_type))
    except InvalidContentError:
        return
    for segment in doc.offsets.segments:
        if segment.length == segment.orig_length:
            ours = doc.text[segment.text_start : segment.text_start + segment.length]
            assert content[segment.orig_start : segment.orig_start + segment.length] == ours


@given(content=CONTENT, media_type=st.sampled_from(sorted(PARSERS)))
def test_no_letter_is_of_our_own_making(content, media_type):
    try:
        doc = parse(Article(content, media_type))
    except InvalidContentError:
        return
    if not doc.offsets.segments:
        assert doc.text == content or not doc.text.strip()
        return
    places = {
        place
        for segment in doc.offsets.segments
        for place in range(segment.text_start, segment.text_start + segment.length)
    }
    assert not [sign for place, sign in enumerate(doc.text) if sign.isalnum() and place not in places]
