"""Write docs/registry.md from the registry itself: `python -m bench.registry.docs`."""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.registry.coverage import COUNTRIES, FURTHER, ROLES, gaps
from service.core.domain import RegistrySnapshot
from service.runtime.registry_compile import ARTIFACT
from service.runtime.registry_files import REGISTRY_FOLDER, load_registry

PAGE = Path(__file__).resolve().parents[2] / "docs" / "registry.md"
_EVIDENCE = {
    "state_control": "State Media Matrix 2024: who controls money, managers and content",
    "community_rating": "Wikipedia's list of perennial sources, with the topic it is limited to",
    "domain_quality": "first component of expert ratings (shown, not counted)",
    "fact_checker": "signatory of the International Fact-Checking Network",
    "press_freedom": "World Press Freedom Index 2025, on countries",
}


def main() -> int:
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(load_registry()), encoding="utf-8")
    print(f"{PAGE.name}: written")
    return 0


def page(snapshot: RegistrySnapshot) -> str:
    """The whole page; it depends on the registry alone."""
    parts = (_TITLE.format(revision=snapshot.revision), _counts(snapshot), _coverage(snapshot), _origins(), _HOW)
    return "\n".join(parts)


def _counts(snapshot: RegistrySnapshot) -> str:
    records = snapshot.records.values()
    types = Counter(record.type.value for record in records)
    kinds = Counter(fact.kind for record in records for fact in record.evidence)
    kinds.update(fact.kind for country in snapshot.countries.values() for fact in country.evidence)
    by_hand = sum(record.origin.startswith("curated") for record in records)
    return "\n".join(
        (
            "## What is in it\n",
            f"{len(records):,} records ({by_hand:,} compiled by hand), {len(snapshot.by_alias):,} names and domains, "
            f"{len(snapshot.countries)} countries and territories, {len(snapshot.by_role):,} bodies by country and role, "
            f"{len(snapshot.ambiguous)} names declared ambiguous.\n",
            _table(("Type", "Records"), ((name, f"{count:,}") for name, count in sorted(types.items()))),
            _table(
                ("Evidence", "Facts", "What it is"),
                ((name, f"{count:,}", _EVIDENCE.get(name, "")) for name, count in sorted(kinds.items())),
            ),
        )
    )


def _coverage(snapshot: RegistrySnapshot) -> str:
    listed = (*ROLES, *FURTHER)
    named = Counter(role for _, role in snapshot.by_role)
    missing = Counter(role for _, role in gaps(snapshot, listed))
    held = ((role, snapshot.by_role.get((country, role), "")) for role in listed for country in COUNTRIES)
    formed = Counter(role for role, record in held if record and _is_formed(snapshot.records[record].reason))
    count = len(COUNTRIES)
    rows = ((role, f"{named[role]:,}", f"{count - missing[role]} of {count}", str(formed[role])) for role in listed)
    return "\n".join(
        (
            "## Bodies by country and role\n",
            "Where the table has no name, the service still answers with a well-formed identity (`br.police`, “Police of "
            f"Brazil”). The third column counts {count} countries that the tests hold the registry to, chosen by judgment; a "
            "country that is known not to have such a body counts as covered. The last column says how many of these names are "
            "formed from role and country (“Ministry of Finance of …”) and may differ from the body's proper name.\n",
            _table(("Role", "Countries", "Of those held to", "Names formed"), rows),
        )
    )


def _is_formed(reason: str | None) -> bool:
    return (reason or "").startswith("standard form of the name")


def _origins() -> str:
    rows = []
    for path in (
        path for path in sorted(REGISTRY_FOLDER.glob("*/**/*.jsonl")) if path.parent.name != ARTIFACT.parent.name
    ):
        lines = path.read_text(encoding="utf-8").count("\n")
        rows.append((f"`{path.relative_to(REGISTRY_FOLDER).as_posix()}`", f"{lines:,}"))
    return "\n".join(
        (
            "## Where it comes from\n",
            "Everything in `curated/` is compiled by hand from general knowledge: each row says why, and is as good as "
            "the care of its author and the correction of its readers. Everything in `facts/` is imported by "
            "`python -m bench.registry.build --facts DIR`; the folder is the license, and the `NOTICE` in it names origin and "
            "date. Only facts are imported: names, countries, ratings, dates, addresses; never prose.\n",
            _table(("File", "Rows"), rows),
        )
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines) + "\n"


_TITLE = """# The source registry

Who is “South Korean intelligence”, “PAP” or “the Kremlin”? This page is written from the registry (revision `{revision}`) by
`python -m bench.registry.docs`; do not edit it by hand.
"""

_HOW = """## Add a source

1. Add one line (broken here for reading) to the fitting file in `service/data/registry/curated/`:

   ```json
   {"id": "xx.example", "name": "Example Daily", "type": "news_outlet", "country": "XX",
    "aliases": [{"name": "Example", "kind": "context_only"}], "domains": ["example.com"],
    "origin": "curated", "as_of": "2026-11", "reason": "why this row is right"}
   ```

2. Run `python -m bench.registry.compile`, then `python -m bench.registry.docs`, and commit all changed files.

Kinds of aliases: `alias`, `abbreviation`, `former`, `native` (with `lang`), `metonym`, and `context_only` for a name that
counts only with support from the text around it. A name that is an ordinary word must be `context_only`, or stand in the row's
`reviewed` list when somebody has checked that it is safe. A name that several sources share goes to `curated/ambiguous.jsonl`,
so that the service says “ambiguous” where the article does not decide.

The compiler refuses a row without origin, date or reason, an unknown country, type, role or kind, a second record for one
body, a link to a record that is not there, and an ordinary word as a name.

## Correct a source

- A row in `curated/`: edit the line, and say in `reason` what it rests on.
- A row in `facts/`: never edit it, the next import would undo it. Add a line to `curated/` with the id that the imported record
  has: hand-made rows name the record, and imported rows only add to it. A wrong fact at its origin is reported there.
- For one newsroom only: use an overlay; it wins over the registry, and every response names it.

No nation, party or ideology is an input to any number: the same kind of body gets the same class everywhere.
"""


if __name__ == "__main__":
    sys.exit(main())
