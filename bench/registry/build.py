"""Import the fact files into the registry: `python -m bench.registry.build --facts DIR`.

Facts come in with their origin, date and licence; prose columns stay out. Share-alike sets stay in files of their own, below a
folder named after the licence and beside its notice. Compile afterwards with `python -m bench.registry.compile`.
"""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from bench.registry import import_bodies, import_media
from bench.registry.names import Row
from service.runtime.registry_files import REGISTRY_FOLDER

_NOTICES = {
    "cc0": """Rows in this folder: CC0 1.0 or public domain at their origin.

ifcn.jsonl           International Fact-Checking Network, verified-signatories (CC0 1.0), 2026-01-31
ror_state.jsonl      Research Organization Registry, records of type government (CC0 1.0), 2026-06-23
ror_other.jsonl      Research Organization Registry, nonprofit and other records (CC0 1.0), 2026-06-23
misp_services.jsonl  MISP galaxy, intelligence-agencies (CC0 1.0), 2024-03-13, after English Wikipedia
""",
    "mit": """Rows in this folder: MIT licence at their origin.

state_media.jsonl    State_Media_Matrix.csv, Copyright (c) 2023 ASD-at-GMF, MIT; seed columns after State Media Monitor. 2024-02-07
wikidata_outlets.jsonl  newsmap metadata of ru-ua-news-discourse-twitter (MIT); the facts are Wikidata's (CC0). 2023
phoenix.jsonl        Phoenix.International.actors.txt, openeventdata dictionaries (MIT). 2018-08-03

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files
(the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify,
merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions: The above copyright notice and this permission notice shall be included
in all copies or substantial portions of the Software. THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN
NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF
CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
""",
    "cc-by-sa": """Rows in this folder: Creative Commons Attribution-ShareAlike. Share a changed version of them under the same licence.

community_ratings.jsonl  English Wikipedia, Wikipedia:Reliable sources/Perennial sources and its editors, CC BY-SA 4.0, 2026-04-18;
                         each row cites the entry. Changed: only name, status, topic, domains and links are kept.
supraverden.jsonl        SupraVerden, CC BY-SA 4.0, 2026-06-24. Changed: only names, abbreviation, item and domain are kept.
enwiki_services.jsonl    English Wikipedia, List of intelligence agencies, CC BY-SA, 2019-07. Changed: only names are kept.
agencies.jsonl           English Wikipedia, Organization of Asia-Pacific News Agencies, CC BY-SA, 2019-07. Changed: names only.

https://creativecommons.org/licenses/by-sa/4.0/
""",
    "other": """Rows in this folder: facts with attribution; their origin states no open licence that we could find.

country_evidence.jsonl  Reporters Without Borders (RSF), World Press Freedom Index 2025: score and rank. https://rsf.org/en/index
domain_pc1.jsonl        Lin, Lasser, Lewandowsky, Cole, Gully, Rand, Pennycook: High level of correspondence across different
                        news domain quality rating sets, PNAS Nexus 2023, doi:10.1093/pnasnexus/pgad286. The authors' repository
                        says: "Feel free to reuse the data". Only domains that other files of the registry name are kept.
""",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=Path, required=True, help="folder of the fact files (CSV)")
    parser.add_argument("--out", type=Path, default=REGISTRY_FOLDER / "facts")
    arguments = parser.parse_args()
    for name, rows in tables(arguments.facts).items():
        target = arguments.out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        print(f"{name}: {len(rows)} rows, {target.stat().st_size} bytes")
    for folder, notice in _NOTICES.items():
        (arguments.out / folder / "NOTICE").write_text(notice, encoding="utf-8")
    return 0


def tables(facts: Path) -> dict[str, list[Row]]:
    """Every file to write with its rows, in order of id."""
    known = import_bodies.Known(curated_rows())
    found = {
        "cc0/ifcn.jsonl": import_media.fact_checkers(facts),
        "cc0/ror_state.jsonl": import_bodies.research_registry(facts, import_bodies.ROR_STATE),
        "cc0/ror_other.jsonl": import_bodies.research_registry(facts, import_bodies.ROR),
        "cc0/misp_services.jsonl": import_bodies.services_misp(facts, known),
        "mit/state_media.jsonl": import_media.state_media(facts, known),
        "mit/wikidata_outlets.jsonl": import_media.wikidata_outlets(facts),
        "mit/phoenix.jsonl": import_bodies.phoenix_aliases(facts, known),
        "cc-by-sa/community_ratings.jsonl": import_media.community_ratings(facts),
        "cc-by-sa/supraverden.jsonl": import_bodies.international(facts, known),
        "cc-by-sa/enwiki_services.jsonl": import_bodies.services_enwiki(facts, known),
        "cc-by-sa/agencies.jsonl": import_media.agency_candidates(facts),
    }
    domains = frozenset(_domains([*known.rows.values(), *(row for rows in found.values() for row in rows)]))
    found["other/domain_pc1.jsonl"] = import_media.domain_quality(facts, domains)
    sorted_tables = {name: _in_order(rows) for name, rows in found.items()}
    return sorted_tables | {"other/country_evidence.jsonl": import_bodies.press_freedom(facts)}


def curated_rows() -> Iterable[Row]:
    """The rows compiled by hand."""
    for path in sorted((REGISTRY_FOLDER / "curated").glob("*.jsonl")):
        if path.name != "ambiguous.jsonl":
            yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def _domains(rows: Iterable[Row]) -> Iterable[str]:
    media = ("news_outlet", "news_agency")
    return (
        domain for row in rows if row["type"] in media and not row.get("join_only") for domain in row.get("domains", ())
    )


def _in_order(rows: list[Row]) -> list[Row]:
    """By id; rows that say the same are one, and rows of one id with different names stay apart for the merger."""
    unique = {json.dumps(row, sort_keys=True): row for row in rows}
    return sorted(unique.values(), key=lambda row: (row["id"], json.dumps(row, sort_keys=True)))


if __name__ == "__main__":
    sys.exit(main())
