"""Import outlets and what is known of them: ratings, state control, membership, domains. Facts only, never prose."""

import re
from collections import Counter, defaultdict
from pathlib import Path

from bench.registry.import_bodies import Known
from bench.registry.names import (
    Row,
    aliases,
    bare,
    country_keys,
    host,
    identity,
    is_generic,
    is_ordinary,
    rows_of,
    slug,
)
from service.core.lang.normalize import name_key

RSP, SMM, IFCN = "a_rsp_2026-04.csv", "d_state_media_matrix_2024.csv", "g_ifcn_signatories_2026-01.csv"
WIKIDATA, PC1, AGENCIES = "c_media_outlets_wikidata.csv", "b_domain_pc1_2023.csv", "c_news_agencies_candidates.csv"

#: Entries of the list of perennial sources that are kinds of sources, not sources.
_NOT_SOURCES = frozenset(
    {"Academic repositories", "Greco-Roman world", "scriptural texts", "Peerage", "Preprint", "Avi Loeb", "Hansard"}
    | {"Association of Religion Data Archives", "People Make Games", "Jeff Sneider", "Red Ventures"}
)
_PLATFORMS = frozenset(
    "Ancestry.com Answers.com Blogger Change.org Discogs DeviantArt FamilySearch Fandom Flickr Geni.com Genius GoFundMe "
    "Goodreads IMDb iNaturalist Indiegogo Kickstarter LiveJournal LiveLeak Patheos Quora Scribd WordPress.com Wikidata "
    "Wikinews".split()
) | {"Find a Grave", "Google Maps", "Rate Your Music", "Stack Exchange", "TV Tropes", "Urban Dictionary", "Baidu Baike"}
_COMPANIES = frozenset({"Amazon", "Aon", "Alexa Internet", "Advameg", "RhythmOne", "Dotdash Meredith", "ZoomInfo"})
_RENAMED = {"anchor": "Royal Central"}
#: Qualifiers that tell two brands apart and limit no rating.
_BRAND_QUALIFIER = frozenset({"USA", "UK", "India", "WSWS"})


def community_ratings(folder: Path) -> list[Row]:
    """One row per rated source; its ratings are evidence, each with its topic and its shortcut."""
    by_name: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows_of(folder, RSP):
        by_name[_RENAMED.get(row["name"], row["name"])].append(row)
    kept = ((name, rows) for name, rows in by_name.items() if bare(name) not in _NOT_SOURCES)
    return [found for name, rows in kept if (found := _rated(name, rows))]


def _rated(name: str, rows: list[dict[str, str]]) -> Row | None:
    short = bare(name)
    domains = _rated_domains(rows)
    if not domains:
        return None
    shown = name if is_ordinary(short) else short
    return identity(
        f"rsp.{slug(name)}",
        shown,
        "platform" if short in _PLATFORMS else "company" if short in _COMPANIES else "news_outlet",
        None,
        aliases=aliases([(short, "alias", "en")], shown),
        reviewed=[shown] if is_ordinary(shown) else [],
        domains=domains,
        evidence=[_rating(row, repeated=len(rows) > 1) for row in rows],
        origin=RSP,
        as_of=rows[0]["as_of"],
    )


def _rated_domains(rows: list[dict[str, str]]) -> list[str]:
    """Plain domains first; a path stands for its host only where the source has no plain domain."""
    given = [address for row in rows for address in row["domains"].split("|") if address]
    plain = [address for address in given if "/" not in address.rstrip("/")]
    found = [domain for address in (plain or given[:1]) if (domain := host(address))]
    # A platform is rated as such, though its host is shared by its users.
    return list(dict.fromkeys(found or [address for address in plain if "." in address]))


def _rating(row: dict[str, str], *, repeated: bool) -> Row:
    shortcut = f" ({row['shortcut']})" if row["shortcut"] else ""
    evidence: Row = {
        "kind": "community_rating",
        "value": row["status"],
        "citation_title": f"Wikipedia, list of perennial sources{shortcut}",
        "citation_url": row["evidence_url"],
        "as_of": row["as_of"],
        "licence": "CC-BY-SA-4.0",
    }
    parts = [part.strip() for part in re.findall(r"\(([^()]*)\)", row["qualifier"])]
    limits = [part.replace("present", "–present") if re.search(r"\dpresent", part) else part for part in parts]
    limits = [part for part in limits if part not in _BRAND_QUALIFIER]
    if not limits and repeated and name_key(row["rsp_id"]) not in {name_key(row["name"]), name_key(bare(row["name"]))}:
        limits = [bare(row["rsp_id"])]
    return evidence | ({"qualifier": ", ".join(limits)} if limits else {})


_TYPES = (
    (
        "news_agency",
        re.compile(
            r"\b(news agency|press agency|agence|agencia|agência|news service|information agency)\b", re.IGNORECASE
        ),
    ),
)
_BROADCAST = re.compile(r"\b(tv|television|radio|broadcast|broadcasting|channel|tele\w+|rtv|kanal)\b", re.IGNORECASE)
_OWNERSHIP = {"SC": "state", "CaPr": "private", "CaPu": "public"}
_HANDLE = re.compile(r"^https?://(?:www\.)?t\.me/(?:s/)?([A-Za-z0-9_]{4,})")


def state_media(folder: Path, known: Known) -> list[Row]:
    """One row per state-linked medium with its typology as evidence, and one per owner of several."""
    rows = [row for row in rows_of(folder, SMM) if row["iso2"]]
    several = Counter((row["iso2"], row["company"]) for row in rows if _other(row))
    owners = {pair: _owner_id(*pair, known) for pair, count in several.items() if count > 1}
    made = [
        identity(owner, bare(company), "company", country, roles=["media_owner"], origin=SMM, as_of=rows[0]["as_of"])
        for (country, company), owner in owners.items()
        if owner not in known.rows
    ]
    return [_medium(row, owners.get((row["iso2"], row["company"])), known) for row in rows] + made


def _owner_id(country: str, company: str, known: Known) -> str:
    return known.medium(country, bare(company)) or f"smm.{country.lower()}.{slug(bare(company))}-group"


def _other(row: dict[str, str]) -> bool:
    return name_key(bare(row["company"])) != name_key(bare(row["asset"]))


def _medium(row: dict[str, str], owner: str | None, known: Known) -> Row:
    name, country = bare(row["asset"]), row["iso2"]
    both = f"{row['asset']} {row['company'] if not _other(row) else ''}"
    kind = next((kind for kind, pattern in _TYPES if pattern.search(both)), "news_outlet")
    if name_key(name) in country_keys():  # an edition, called by its language alone
        name = f"{bare(row['company'])} {name}"
    shown = f"{name} ({row['country']})" if is_generic(name) else name
    inside = re.findall(r"\(([A-Z][A-Za-z]{2,9})\)", row["asset"])
    domains = [domain for domain in (host(row["domain"]), _handle(row["telegram"])) if domain and "test." not in domain]
    same = known.medium(country, name)
    return identity(
        same or f"smm.{country.lower()}.{slug(row['asset'])}",
        shown,
        kind,
        country,
        roles=["broadcaster"] if _BROADCAST.search(row["asset"]) and kind == "news_outlet" else [],
        owner=owner if _other(row) and owner != same else None,
        ownership=_OWNERSHIP.get(row["typology_code"], "public"),
        aliases=aliases(
            [
                (name, "context_only" if is_generic(name) else "alias", "en"),
                *((text, "context_only", "en") for text in inside),
            ],
            shown,
        ),
        domains=domains,
        evidence=[
            {
                "kind": "state_control",
                "value": row["typology_code"],
                "citation_title": "State Media Matrix (ASD at GMF, after State Media Monitor)",
                "citation_url": row["evidence_url"],
                "as_of": row["as_of"],
                "licence": "MIT",
            }
        ],
        origin=SMM,
        as_of=row["as_of"],
    )


def _handle(address: str) -> str | None:
    """`t.me/channel` of a Telegram address: it leads from a post to its owner."""
    match = _HANDLE.match(address.strip())
    return f"t.me/{match.group(1).lower()}" if match else None


_MEDIUM = re.compile(
    r"\b(news\w*|times|post|daily|herald|tribune|gazette|journal|tv|radio|television|channel|zeitung|nachrichten|chronicle|"
    r"telegraph|mail|press|media|magazine|review|broadcast\w*|fm|noticias|diario|jornal|courier|observer|examiner|today|"
    r"express|mirror|star|sun|globe|standard|weekly|morning|evening|dispatch|sentinel|register|bulletin|correspondent|report\w*)\b"
    r"|(?:blad|posten|bladet|tidning\w*|avis|zeitung|pravda|gazet\w*|presse|sanomat)\b|^(?:el|la|le|il|die|der|de) \w+$",
    re.IGNORECASE,
)
_NO_MEDIUM = re.compile(
    r"\b(universit\w*|college|school|games?|studios?|books?|publish\w*|verlag|éditions|editions|museum|records|comics|music|"
    r"entertainment|foundation|library|museum|society|association|academy|institute|party|team|club|football|theatre|church|"
    r"software|interactive|productions?|pictures|films?|ministry|council|university press|cartoon|kids|sports? network)\b",
    re.IGNORECASE,
)


def wikidata_outlets(folder: Path) -> list[Row]:
    """Outlets by name, country and item; a name without a word of the trade only joins a record that is there already."""
    found = []
    for row in rows_of(folder, WIKIDATA):
        name = bare(row["name"])
        if not row["iso2"] or is_ordinary(name) or _NO_MEDIUM.search(name) or name_key(name).startswith("q "):
            continue
        kind = next((kind for kind, pattern in _TYPES if pattern.search(name)), "news_outlet")
        found.append(
            identity(f"wd.{row['qid'].lower()}", name, kind, row["iso2"], wikidata=row["qid"],
                     join_only=None if _MEDIUM.search(name) and not is_generic(name) else True, origin=WIKIDATA, as_of=row["as_of"])
        )  # fmt: skip
    return found


def agency_candidates(folder: Path) -> list[Row]:
    """Rows of the union of agency lists that the other files lack; they join by name or domain."""
    found = []
    for row in rows_of(folder, AGENCIES):
        if not row["list"].startswith("OANA") or not row["iso2"] or is_ordinary(bare(row["name"])):
            continue
        found.append(
            identity(f"oana.{row['iso2'].lower()}.{slug(bare(row['name']))}", bare(row["name"]), "news_agency", row["iso2"],
                     origin=AGENCIES, as_of=row["as_of"])
        )  # fmt: skip
    return found


def fact_checkers(folder: Path) -> list[Row]:
    """Signatories by domain; the status belongs to the fact-checking desk, and the qualifier says so."""
    return [
        identity(
            f"ifcn.{slug(row['domain'])}",
            row["domain"],
            "news_outlet",
            None,
            domains=[row["domain"].removeprefix("www.")],
            evidence=[
                {
                    "kind": "fact_checker",
                    "value": "signatory",
                    "qualifier": "fact-checking desk",
                    "citation_title": "International Fact-Checking Network, verified signatories",
                    "citation_url": row["evidence_url"],
                    "as_of": row["as_of"],
                    "licence": "CC0-1.0",
                }
            ],
            origin=IFCN,
            as_of=row["as_of"],
        )
        for row in rows_of(folder, IFCN)
    ]


def domain_quality(folder: Path, known: frozenset[str]) -> list[Row]:
    """The first principal component of expert ratings, for domains known from other files; it never makes a record.

    A domain with several values (accounts on a platform, cut down to its host) has none.
    """
    rows = rows_of(folder, PC1)
    times = Counter(row["domain"] for row in rows)
    return [
        identity(
            f"pc1.{slug(row['domain'])}",
            row["domain"],
            "news_outlet",
            None,
            domains=[row["domain"]],
            evidence=[
                {
                    "kind": "domain_quality",
                    "value": row["pc1"],
                    "citation_title": "Lin et al. 2023, domain quality ratings (PC1)",
                    "citation_url": row["evidence_url"],
                    "as_of": row["as_of"],
                    "licence": "permission stated, no licence",
                }
            ],
            join_only=True,
            origin=PC1,
            as_of=row["as_of"],
        )
        for row in rows
        if row["domain"] in known and times[row["domain"]] == 1
    ]
