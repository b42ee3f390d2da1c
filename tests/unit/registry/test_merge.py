"""Rows about one identity join; rows about two stay two."""

from service.runtime.registry_merge import merge_rows

PAPER = {
    "id": "gb.lantern",
    "name": "The Lantern",
    "type": "news_outlet",
    "country": "GB",
    "domains": ["lantern.example"],
    "origin": "curated",
    "as_of": "2026-11",
}


def imported(record_id: str, name: str, country: str | None, **more: object) -> dict:
    row = {
        "id": record_id,
        "name": name,
        "type": "news_outlet",
        "country": country,
        "origin": "list.csv",
        "as_of": "2024",
    }
    return row | more


def test_an_imported_row_of_the_same_name_adds_what_it_knows() -> None:
    (record,) = merge_rows([PAPER, imported("wd.q1", "The Lantern", "GB", wikidata="Q1", domains=["lantern.test"])])
    assert (record["id"], record["wikidata"]) == ("gb.lantern", "Q1")
    assert record["domains"] == ["lantern.example", "lantern.test"]
    assert record["origin"] == "curated; list.csv"


def test_the_same_name_in_another_country_is_another_paper() -> None:
    records = merge_rows([PAPER, imported("wd.q2", "The Lantern", "NG")])
    assert [record["id"] for record in records] == ["gb.lantern", "wd.q2"]


def test_a_row_without_country_joins_by_domain_where_a_name_is_shared() -> None:
    lagos = PAPER | {"id": "ng.lantern", "country": "NG", "domains": ["lantern.ng"]}
    rating = imported(
        "rsp.lantern", "The Lantern", None, domains=["lantern.ng"], evidence=[{"kind": "community_rating"}]
    )
    records = {record["id"]: record for record in merge_rows([PAPER, lagos, rating])}
    assert set(records) == {"gb.lantern", "ng.lantern"}
    assert [record_id for record_id, record in records.items() if record["evidence"]] == ["ng.lantern"]


def test_a_domain_leads_to_one_owner() -> None:
    second = imported("wd.q3", "The Beacon", "GB", domains=["lantern.example"], wikidata="Q3")
    beacon = PAPER | {"id": "gb.beacon", "name": "The Beacon", "domains": ["beacon.example"]}
    records = {record["id"]: record for record in merge_rows([PAPER, beacon, second])}
    assert records["gb.beacon"]["domains"] == ["beacon.example"]


def test_a_row_that_only_joins_makes_no_record() -> None:
    alone = imported("pc1.moon", "moon.example", None, domains=["moon.example"], join_only=True)
    assert [record["id"] for record in merge_rows([PAPER, alone])] == ["gb.lantern"]


def test_links_follow_a_row_to_the_record_it_joined() -> None:
    owner = imported("smm.gb.lantern", "The Lantern", "GB")
    radio = imported("smm.gb.radio", "Lantern Radio", "GB", owner="smm.gb.lantern")
    records = {record["id"]: record for record in merge_rows([PAPER, owner, radio])}
    assert records["smm.gb.radio"]["owner"] == "gb.lantern"
