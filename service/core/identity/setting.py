"""Where the article plays: its dateline, its publisher's country, and every country it names, with their places in the text."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from service.core.domain import BlockKind, Document, SourceType
from service.core.identity.context import IdentityContext
from service.core.identity.gazetteer import Gazetteer
from service.core.identity.view import ArticleView
from service.core.lang.normalize import name_key

#: Words with which a sentence says where it plays.
_THERE = frozenset({"in", "at", "from", "near", "outside"})
#: A city counts half of a country's name; the ruling country needs this much, and no less than the next.
_PLACE_WEIGHT, _HOME_LEAST = 0.5, 1.0


@dataclass(frozen=True, slots=True)
class Setting:
    """Countries around a mention.

    `scenes` are the sentences that begin with a place ("In Washington, the Interior Department said"), by their first lexeme.
    `home` is the country in which the article plays, where one rules. `mentions` are (lexeme, code) in text order; `shares` is
    a code's part of all of them. `states` are countries whose name means a region of `home` here: Georgia in American news.
    """

    view: ArticleView
    mentions: tuple[tuple[int, str], ...]
    shares: dict[str, float]
    dateline: frozenset[str]
    country: str | None = None
    title: frozenset[str] = frozenset()
    home: str | None = None
    states: frozenset[str] = frozenset()
    scenes: tuple[tuple[int, str], ...] = ()

    def codes(self) -> tuple[str, ...]:
        """Every country the article gives a hint of, commonest first."""
        hints = dict.fromkeys(sorted(self.shares, key=lambda code: -self.shares[code]))
        for code in (self.country, *sorted(self.dateline), *sorted(self.title), *(code for _, code in self.scenes)):
            if code is not None:
                hints.setdefault(code)
        return tuple(hints)

    def likeliest(self, codes: tuple[str, ...]) -> str:
        """Of the countries that have a place of one name: where the article plays, else one that it names, else the first."""
        if self.home in codes:
            return self.home
        return next((code for code in self.codes() if code in codes), codes[0])

    def nearest(self, at: int) -> str | None:
        """The country named last before a lexeme."""
        index = bisect_left(self.mentions, (at, ""))
        return self.mentions[index - 1][1] if index else None

    def scene(self, at: int) -> str | None:
        """The country of the place with which the sentence of a lexeme begins."""
        index = bisect_left(self.scenes, (at, "")) - 1
        if index < 0:
            return None
        first, code = self.scenes[index]
        return code if self.view.sentence_of(first) == self.view.sentence_of(at) else None


def setting_of(doc: Document, view: ArticleView, gazetteer: Gazetteer, context: IdentityContext) -> Setting:
    """Collect the countries of the article; linear in its capitalized words."""
    weighed = _mentions(view, gazetteer)
    mentions = tuple((at, code) for at, code, weight, _ in weighed if weight)
    counts = Counter(code for _, code in mentions)
    weights: dict[str, float] = {}
    for _, code, weight, _ in weighed:
        weights[code] = weights.get(code, 0.0) + weight
    title = _named_in(context.title or "", gazetteer)
    total = sum(counts.values()) or 1
    dateline = _dateline(doc, gazetteer, context)
    country = context.country.upper() if context.country else None
    home = country or (next(iter(dateline)) if len(dateline) == 1 else None) or _home(view, gazetteer, weights, title)
    states = frozenset(code for _, code, _, other in weighed if other and other == home)
    if states:
        mentions = tuple((at, home if code in states and home else code) for at, code in mentions)
        counts = Counter(code for _, code in mentions)
    return Setting(
        view=view,
        mentions=mentions,
        shares={code: count / total for code, count in counts.items()},
        dateline=dateline,
        country=country,
        title=frozenset(title),
        home=home,
        states=states,
        scenes=_scenes(view, gazetteer, home),
    )


def _scenes(view: ArticleView, gazetteer: Gazetteer, home: str | None) -> tuple[tuple[int, str], ...]:
    """(lexeme, country) of every sentence that begins with "In <place>," or "At <place>,"; linear in the sentences."""
    found = []
    keys, caps, size = view.keys, view.caps, len(view)
    for start in view.sentence_starts:
        at = bisect_left(view.starts, start)
        if at + 2 >= size or keys[at] not in _THERE or not caps[at + 1]:
            continue
        hit = gazetteer.longest(keys, at + 1, size)
        if hit is None or hit[0] >= size or keys[hit[0]] != ",":
            continue
        codes = tuple(code for code, _ in hit[1].countries) or hit[1].places
        if codes:
            found.append((at, home if home in codes else codes[0]))
    return tuple(found)


def _home(view: ArticleView, gazetteer: Gazetteer, counts: Mapping[str, float], title: list[str]) -> str | None:
    """The country that rules among those which the article names, the places it names, its title and its money."""
    weights = dict(counts)

    def add(code: str, weight: float) -> None:
        weights[code] = weights.get(code, 0.0) + weight

    for code in title:
        add(code, 1.0)
    table, currencies = gazetteer.table, gazetteer.lexicon.currencies
    for at, key in enumerate(view.keys):
        lone = view.caps[at] and not (at and view.caps[at - 1]) and not (at + 1 < len(view) and view.caps[at + 1])
        entry = table.get(key) if lone else None
        if entry is not None and entry.places and not entry.countries:
            add(entry.places[0], _PLACE_WEIGHT)
    for code in {currencies[key] for key in currencies.keys() & set(view.keys)}:
        add(code, 1.0)
    if not weights:
        return None
    code, weight = max(weights.items(), key=lambda pair: pair[1])  # of equals the one that the article names first
    return code if weight >= _HOME_LEAST else None


def bare_setting(context: IdentityContext, gazetteer: Gazetteer) -> Setting:
    """The setting of a name that stands alone (a request to resolve one), from its context only."""
    empty = ArticleView("", [], [], [], [], [], (), ())
    dateline = frozenset(_places(context.dateline or "", gazetteer))
    title = frozenset(_named_in(context.title or "", gazetteer))
    return Setting(empty, (), {}, dateline, context.country.upper() if context.country else None, title)


#: A country's name that a region of another country bears as well counts as much as a town.
_NAMESAKE = 0.5


#: How much a known body says about where the article plays, a country's own name being 1: platforms are everywhere, and a firm that is
#: named often says it but once.
_WEIGHTS = {SourceType.PLATFORM: 0.0, SourceType.NEWS_OUTLET: 0.5, SourceType.NEWS_AGENCY: 0.5, SourceType.COMPANY: 0.5}


def _mentions(view: ArticleView, gazetteer: Gazetteer) -> list[tuple[int, str, float, str | None]]:
    """(lexeme, country, weight, other) of every country's name and of every body that only one country has.

    `other` is a second country that has a region of that name: "Georgia".
    """
    found: list[tuple[int, str, float, str | None]] = []
    table, keys, caps = gazetteer.table, view.keys, view.caps
    size, at = len(keys), 0
    seen: set[str] = set()
    snapshot = gazetteer.snapshot
    while at < size:
        if not caps[at] or keys[at] not in table:
            at += 1
            continue
        hit = gazetteer.longest(keys, at, size)
        if hit is None:
            at += 1
            continue
        end, entry = hit
        if entry.countries and at and caps[at - 1] and keys[at - 1] in gazetteer.lexicon.given:
            at = end  # a surname: "Valeska Paris"
            continue
        if entry.countries and not (keys[at] == "us" and not view.word(at).isupper()):
            code, how = entry.countries[0]
            other = entry.places[0] if entry.place == "region" and how == "name" and entry.places[0] != code else None
            found.append((at, code, _NAMESAKE if other else 1.0, other))
        elif len(entry.records) == 1 and entry.key not in snapshot.context_only:
            record = snapshot.records[entry.records[0]]
            if record.country and (record.id not in seen or record.type not in _WEIGHTS):
                found.append((at, record.country, _WEIGHTS.get(record.type, 1.0), None))
            seen.add(record.id)
        at = end
    return found


def _dateline(doc: Document, gazetteer: Gazetteer, context: IdentityContext) -> frozenset[str]:
    texts = [context.dateline or ""]
    texts += [block.span.text_of(doc.text) for block in doc.blocks if block.kind is BlockKind.DATELINE]
    found = frozenset(code for text in texts for code in _places(text, gazetteer))
    return found or frozenset(code for text in _stations(doc) for code in _places(text, gazetteer))


def _stations(doc: Document) -> list[str]:
    """Where the byline says that the reporter is: "By Tunde Bello in Lagos"."""
    lines = (block.span.text_of(doc.text) for block in doc.blocks if block.kind is BlockKind.BYLINE)
    return [there for line in lines for there in line.split(" in ")[1:]]


def _places(text: str, gazetteer: Gazetteer) -> list[str]:
    """Countries of a dateline such as "GENEVA", "BIAŁYSTOK, Poland": a country named in it decides, else the city."""
    keys = name_key(text).split()
    found: list[str] = []
    at = 0
    while at < len(keys):
        hit = gazetteer.longest(keys, at, len(keys))
        if hit is None:
            at += 1
            continue
        at, entry = hit
        if entry.countries and entry.countries[0][1] == "name":
            return [entry.countries[0][0]]
        if entry.countries:
            found.append(entry.countries[0][0])
        elif entry.places:
            found.append(entry.places[0])
    return found[:1]


def _named_in(text: str, gazetteer: Gazetteer) -> list[str]:
    keys = name_key(text).split() if text else []
    found: list[str] = []
    at = 0
    while at < len(keys):
        hit = gazetteer.longest(keys, at, len(keys))
        at = hit[0] if hit else at + 1
        if hit and hit[1].countries and keys[at - 1] != "us":
            found.append(hit[1].countries[0][0])
    return found
