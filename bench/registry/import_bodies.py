"""Import bodies: press freedom of countries, international organisations, intelligence services, research registries."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from bench.registry.names import Row, aliases, bare, host, identity, is_ordinary, rows_of
from service.core.lang.normalize import name_key

RSF, SUPRAVERDEN = "h_press_freedom_rsf_2025.csv", "f_international_organisations_supraverden.csv"
PHOENIX, MISP = "f_international_actors_phoenix.csv", "e_intelligence_agencies_misp.csv"
ENWIKI, ROR_STATE, ROR = (
    "e_intelligence_agencies_enwiki2019.csv",
    "e_government_bodies_ror.csv",
    "f_organisations_ror.csv",
)
#: Types of records that an intelligence service can be.
_SERVICES = frozenset({"intelligence_agency", "military", "police", "government"})


def press_freedom(folder: Path) -> list[Row]:
    """Score and rank of each country of the index."""
    rows = [row for row in rows_of(folder, RSF) if row["iso2"]]
    last = max(int(row["rank"]) for row in rows)
    return [
        {
            "country": row["iso2"],
            "kind": "press_freedom",
            "value": f"score {row['score']} of 100",
            "qualifier": f"rank {row['rank']} of {last}",
            "citation_title": f"Reporters Without Borders, World Press Freedom Index {row['year']}",
            "citation_url": row["evidence_url"],
            "as_of": row["as_of"],
            "licence": "facts with attribution",
            "origin": RSF,
        }
        for row in rows
    ]


class Known:
    """The rows compiled by hand, found by name: imported rows about the same body take its id."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = {row["id"]: row for row in rows}
        self._full: dict[str, set[str]] = defaultdict(set)
        self._any: dict[str, set[str]] = defaultdict(set)
        for row in self.rows.values():
            for text, kind in (
                (row["name"], "name"),
                *((alias["name"], alias["kind"]) for alias in row.get("aliases", ())),
            ):
                key = name_key(text)
                self._any[key].add(row["id"])
                if " " in key and kind in {"name", "alias", "native"}:
                    self._full[key].add(row["id"])

    def supranational(self, names: Iterable[str]) -> str | None:
        """The one body of no country (or of the European Union) with one of these full names."""
        hits = {found for name in names for found in self._full.get(name_key(name), ())}
        hits = {found for found in hits if self.rows[found].get("country") in {None, "EU"}}
        return hits.pop() if len(hits) == 1 else None

    def service(self, country: str, names: Iterable[str]) -> str | None:
        """The one service of a country that answers to one of these names or abbreviations."""
        for name in names:
            hits = {found for found in self._any.get(name_key(name), ()) if self.rows[found].get("country") == country}
            hits = {found for found in hits if self.rows[found]["type"] in _SERVICES}
            if len(hits) == 1:
                return hits.pop()
        return None

    def medium(self, country: str, name: str) -> str | None:
        """The one outlet or agency of a country with this name."""
        hits = {found for found in self._any.get(name_key(name), ()) if self.rows[found].get("country") == country}
        hits = {found for found in hits if self.rows[found]["type"] in {"news_outlet", "news_agency"}}
        return hits.pop() if len(hits) == 1 else None

    def takes(self, abbreviation: str) -> bool:
        """Whether somebody already answers to an abbreviation."""
        return name_key(abbreviation) in self._any


def international(folder: Path, known: Known) -> list[Row]:
    """International organisations with names in six languages, item and domain."""
    rows = rows_of(folder, SUPRAVERDEN)
    shared = Counter(host(row["domain"]) for row in rows)
    found = []
    for row in rows:
        others = [name for name in row["other_names"].split("|") if name]
        same = known.supranational([row["name"], *others])
        named = [(row["abbreviation"], _abbreviation(row["abbreviation"], known, same), "en")]
        named += [(name, "alias", "en") for name in others]
        named += [(row[f"name_{code}"], "native", code) for code in ("fr", "es", "de", "ru", "uk", "zh")]
        domain = host(row["domain"])
        if is_ordinary(row["name"]) or (len(name_key(row["name"]).split()) < 2 and same is None):
            continue
        found.append(
            identity(
                same or f"sv.{row['id'].removeprefix('SPRVD')}", row["name"], "international_org", None,
                aliases=aliases(((name, kind, code) for name, kind, code in named if name), row["name"]),
                domains=[domain] if domain and shared[domain] == 1 and (same or "europa.eu" in domain) else [],
                wikidata=row["wikidata"], origin=SUPRAVERDEN, as_of=row["as_of"],
            )
        )  # fmt: skip
    return found


def _abbreviation(text: str, known: Known, same: str | None) -> str:
    """A new body's abbreviation answers by itself only if nobody else's does."""
    return "abbreviation" if same is not None or not known.takes(text) else "context_only"


def phoenix_aliases(folder: Path, known: Known) -> list[Row]:
    """Further names of international bodies that are known already; the file also lists people, who stay out."""
    found = []
    for row in rows_of(folder, PHOENIX):
        names = [bare(name.strip("# ")) for name in (row["name"], *row["aliases"].split("|"))]
        names = [
            name
            for name in names
            if " " in name_key(name) and not re.search(r"secretary|chief|president|head of", name, re.IGNORECASE)
        ]
        same = known.supranational(names)
        if same is None or row["kind"] not in {"IGO", "NGO"} or len(names) < 2:
            continue
        added = aliases(((_title(name), "alias", "en") for name in names), known.rows[same]["name"])
        found.append(
            identity(same, known.rows[same]["name"], known.rows[same]["type"], known.rows[same].get("country"),
                     aliases=added, origin=PHOENIX, as_of=row["as_of"])
        )  # fmt: skip
    return found


def _title(name: str) -> str:
    small = {"of", "the", "and", "for", "in", "on", "to"}
    words = name.split() if not name.isupper() else [word.capitalize() for word in name.split()]
    return " ".join(word.lower() if word.lower() in small and index else word for index, word in enumerate(words))


def services_misp(folder: Path, known: Known) -> list[Row]:
    """Names and native names of services that are known already."""
    return [
        row
        for given in rows_of(folder, MISP)
        if (
            row := _service(
                known,
                given["iso2"],
                bare(given["name"]),
                given["abbreviations"],
                given["native_names"],
                MISP,
                given["as_of"],
            )
        )
    ]


def services_enwiki(folder: Path, known: Known) -> list[Row]:
    """The same from a list of 2019, with names in native scripts."""
    return [
        row
        for given in rows_of(folder, ENWIKI)
        if (
            row := _service(
                known,
                given["iso2"],
                bare(given["name"]),
                given["abbreviation"],
                given["native_name"],
                ENWIKI,
                given["as_of"],
            )
        )
    ]


def _service(known: Known, country: str, name: str, short: str, native: str, origin: str, as_of: str) -> Row | None:
    shorts = [text for text in re.split(r"[|,/]", short) if text.strip()]
    same = known.service(country, [name, *shorts])
    if same is None or len(name) > 90:
        return None
    record = known.rows[same]
    named = [(name, "alias" if " " in name_key(name) and len(name_key(name).split()) > 2 else "context_only", "en")]
    named += [(text.strip(), "context_only", "en") for text in shorts]
    named = [(text, kind, code) for text, kind, code in named if not re.search(r"[a-z][A-Z][a-z]+ ", text)]
    named += [(text.strip(), "native", "und") for text in native.split("|") if 2 < len(text.strip()) < 80]
    return identity(
        same,
        record["name"],
        record["type"],
        country,
        aliases=aliases(named, record["name"]),
        origin=origin,
        as_of=as_of,
    )


def research_registry(folder: Path, name: str) -> list[Row]:
    """Notable bodies of the registry of research organisations: those with an article and an item of their own."""
    rows = [row for row in rows_of(folder, name) if row["wikipedia"] and row["wikidata"] and row["iso2"]]
    seen = Counter(name_key(bare(row["name"])) for row in rows)
    return [_research(row, name) for row in rows if seen[name_key(bare(row["name"]))] == 1 and _notable(row)]


def _notable(row: dict[str, str]) -> bool:
    words = name_key(bare(row["name"])).split()
    return len(words) >= 2 and not is_ordinary(bare(row["name"]))


def _research(row: dict[str, str], origin: str) -> Row:
    name, domain = bare(row["name"]), host(row["domain"])
    state = origin == ROR_STATE
    kind = "government" if state else "think_tank" if row.get("kind") == "think tank" else "ngo"
    named = [(text, "alias", "en") for text in row["aliases"].split("|")[:3] if len(name_key(text).split()) > 2]
    named += [(text, "context_only", "en") for text in row["acronyms"].split("|")[:1] if len(text) > 2]
    return identity(
        f"ror.{row['ror_id'].rsplit('/', 1)[-1]}",
        name,
        kind,
        row["iso2"],
        aliases=aliases(((text, how, code) for text, how, code in named if text), name),
        domains=[domain] if domain and domain.count(".") <= 3 else [],
        wikidata=row["wikidata"],
        origin=origin,
        as_of="2026-06-23",
    )
