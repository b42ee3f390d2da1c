"""Whose article it is: in the outlet's own story "told the Daily" is no relay, and the outlet no source."""

from dataclasses import replace

from service.core.attribution.model import RawAttribution
from service.core.domain import BlockKind, Document, TokenLayer
from service.core.lang.normalize import name_key


def own_names(doc: Document, publisher: str | None) -> frozenset[str]:
    """Keys of the publisher's name and of what a dateline names in brackets: "SEOUL, Oct. 24 (Yonhap) -"."""
    found = {name_key(publisher)} if publisher else set()
    for block in doc.blocks:
        if block.kind is BlockKind.DATELINE:
            _, opened, rest = block.span.text_of(doc.text).partition("(")
            if opened:
                found.add(name_key(rest.partition(")")[0]))
    return frozenset(name for name in found if name)


def without_own(
    doc: Document, layer: TokenLayer, raw: tuple[RawAttribution, ...], publisher: str | None
) -> tuple[RawAttribution, ...]:
    """`raw` without relays that are the publisher itself."""
    if not any(row.via for row in raw):
        return raw
    own = own_names(doc, publisher)
    if not own:
        return raw

    def others(row: RawAttribution) -> RawAttribution:
        keys = [f" {name_key(layer.span(*relay).text_of(doc.text))} " for relay in row.via]
        kept = [via for via, key in zip(row.via, keys, strict=True) if not any(f" {name} " in key for name in own)]
        return row if len(kept) == len(row.via) else replace(row, via=tuple(kept))

    return tuple(others(row) if row.via else row for row in raw)
