"""Entry of the stage: who the sources of an article are, and what a single name can mean."""

from collections.abc import Iterable
from dataclasses import replace

from service.core.domain import (
    Attribution,
    AttributionLink,
    Candidate,
    Cast,
    Document,
    Mention,
    OverlayEntry,
    RegistrySnapshot,
    Source,
    SourceType,
    TokenLayer,
)
from service.core.identity.acronyms import acronyms_of
from service.core.identity.candidates import Lookup
from service.core.identity.chains import Chain
from service.core.identity.chunks import Reader
from service.core.identity.context import IdentityContext
from service.core.identity.gazetteer import Gazetteer, gazetteer_for
from service.core.identity.lexicon import IdentityLexicon
from service.core.identity.linking import Linker
from service.core.identity.localities import around
from service.core.identity.names import candidates_of_name
from service.core.identity.reading import Shape
from service.core.identity.setting import Setting, setting_of
from service.core.identity.sources import source_of
from service.core.identity.view import view_of
from service.core.lang.normalize import name_key

__all__ = ["identify", "resolve_name"]


def identify(
    doc: Document,
    layer: TokenLayer,
    attributions: tuple[Attribution, ...],
    snapshot: RegistrySnapshot,
    context: IdentityContext,
) -> Cast:
    """One source a chain, in order of first mention, and the links of every attribution to them.

    An attribution whose source lies in a skipped stretch (a credit, a byline, boilerplate) is dropped and named in `Cast.dropped`.
    Linear in the length of the text plus the number of mentions.
    """
    gazetteer = gazetteer_for(snapshot, context.lexicon)
    kept = tuple(attribution for attribution in attributions if not _skipped(layer, attribution))
    dropped = tuple(attribution.id for attribution in attributions if _skipped(layer, attribution))
    view = view_of(doc.text, layer)
    if not len(view):
        return Cast((), tuple(AttributionLink(attribution.id, None) for attribution in kept), dropped)
    entries = valid_entries(context)
    house = house_names(entries)
    reader = Reader(view, gazetteer, house, max((key.count(" ") + 1 for key in house), default=0))
    setting = setting_of(doc, view, gazetteer, context)
    linker = Linker(
        reader, Lookup(snapshot, setting, {entry.id: entry for entry in reversed(entries)}), acronyms_of(view)
    )
    chains = _link_all(linker, kept)
    return _cast(kept, chains, dropped, (reader, setting))


def resolve_name(
    name: str, snapshot: RegistrySnapshot, lexicon: IdentityLexicon, context: IdentityContext, limit: int = 10
) -> tuple[Candidate, ...]:
    """What a name or phrase alone can mean, best first, at most `limit`; empty when nothing is known."""
    gazetteer: Gazetteer = gazetteer_for(snapshot, lexicon)
    entries = valid_entries(context)
    return candidates_of_name(name, gazetteer, context, (entries, house_names(entries)))[:limit]


def _skipped(layer: TokenLayer, attribution: Attribution) -> bool:
    place = attribution.source.span if attribution.source is not None else attribution.content[0]
    return bool(layer.skipped) and layer.skips(place)


def valid_entries(context: IdentityContext) -> tuple[OverlayEntry, ...]:
    """The newsroom's entries that still count on the day."""
    if context.today is None:
        return context.overlay
    today = context.today.isoformat()
    return tuple(entry for entry in context.overlay if entry.valid_until is None or entry.valid_until >= today)


def house_names(entries: Iterable[OverlayEntry]) -> dict[str, str]:
    """Key of each name in the entries -> entry id; the first entry wins."""
    names: dict[str, str] = {}
    for entry in entries:
        for name in entry.match:
            key = name_key(name)
            if key:
                names.setdefault(key, entry.id)
    return names


def _link_all(linker: Linker, attributions: tuple[Attribution, ...]) -> dict[Mention, Chain]:
    """Chains by mention; mentions are read in the order of the text, since links point back."""
    mentions: dict[Mention, None] = {}
    for attribution in attributions:
        for mention in (attribution.source, *attribution.via):
            if mention is not None:
                mentions[mention] = None
    return {mention: linker.add(mention) for mention in sorted(mentions, key=lambda mention: mention.span)}


def _cast(
    attributions: tuple[Attribution, ...],
    chains: dict[Mention, Chain],
    dropped: tuple[str, ...],
    of: tuple[Reader, Setting],
) -> Cast:
    order: dict[int, tuple[str, Chain]] = {}
    for chain in chains.values():
        order.setdefault(id(chain), (f"s{len(order) + 1}", chain))
    links = tuple(
        AttributionLink(
            attribution.id,
            order[id(chains[attribution.source])][0] if attribution.source is not None else None,
            tuple(order[id(chains[mention])][0] for mention in attribution.via),
        )
        for attribution in attributions
    )
    reader, setting = of
    text = reader.view.text
    relays = {id(chains[mention]) for attribution in attributions for mention in attribution.via}
    told_to = _confidants(attributions, chains, of)
    sources = tuple(
        source_of(
            chain,
            source_id,
            text,
            around(reader, chain) or setting.scene(chain.first) or told_to.get(id(chain)) or setting.home,
        )
        for source_id, chain in order.values()
    )
    sources = tuple(
        replace(source, type=SourceType.NEWS_OUTLET) if id(chain) in relays and _outlet(source, chain) else source
        for source, (_, chain) in zip(sources, order.values(), strict=True)
    )
    return Cast(sources, links, dropped)


def _confidants(
    attributions: tuple[Attribution, ...], chains: dict[Mention, Chain], of: tuple[Reader, Setting]
) -> dict[int, str]:
    """Countries of the outlets that pass on officials, by chain: lawmakers whom Yonhap cites are Korea's, if the article names it.

    Agencies and broadcasters that work world-wide tell nothing.
    """
    reader, setting = of
    named = setting.codes()
    found: dict[int, str] = {}
    for attribution in attributions:
        if attribution.source is None or not attribution.via:
            continue
        outlet = chains[attribution.via[0]].chosen
        if outlet is None or outlet.country is None or outlet.type not in _MEDIA:
            continue
        worldwide = reader.lexicon.words["worldwide"].issuperset(name_key(outlet.name).replace("-", " ").split())
        chain = chains[attribution.source]
        if outlet.country in named and not worldwide and _holds_office(chain):
            found.setdefault(id(chain), outlet.country)
    return found


def _holds_office(chain: Chain) -> bool:
    individual = chain.individual
    return individual is not None and individual.kind is not None and individual.kind.type is SourceType.OFFICIAL


_MEDIA = frozenset({SourceType.NEWS_AGENCY, SourceType.NEWS_OUTLET})


def _outlet(source: Source, chain: Chain) -> bool:
    """Whether a name of which nothing is known is an outlet where it passes on what others said: "Thai Rath quoted a source"."""
    return source.type is SourceType.UNKNOWN and chain.reading.shape is Shape.BODY and source.name is not None
