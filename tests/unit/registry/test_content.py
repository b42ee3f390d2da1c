"""What the shipped registry must know."""

import time

import pytest

from bench.registry.coverage import COUNTRIES, gaps
from bench.registry.docs import PAGE, page
from service.core.domain import RegistrySnapshot, SourceType
from service.core.lang.normalize import name_key
from service.runtime.registry_files import load_registry


@pytest.fixture(scope="module")
def registry() -> RegistrySnapshot:
    return load_registry()


def test_at_least_sixty_countries_have_every_required_body(registry: RegistrySnapshot) -> None:
    assert len(COUNTRIES) >= 60
    assert gaps(registry) == ()


@pytest.mark.parametrize(
    ("country", "role", "name"),
    [
        ("KR", "intelligence", "National Intelligence Service"),
        ("UA", "military_intelligence", "Main Intelligence Directorate"),
        ("UA", "security_service", "Security Service of Ukraine"),
        ("PL", "news_agency", "Polish Press Agency"),
        ("IL", "intelligence", "Mossad"),
        ("US", "defense_ministry", "Department of Defense"),
        ("FR", "head_of_state", "Élysée Palace"),
        ("KP", "news_agency", "Korean Central News Agency"),
        ("GB", "state_broadcaster", "BBC"),
    ],
)
def test_the_body_that_holds_a_role(registry: RegistrySnapshot, country: str, role: str, name: str) -> None:
    assert registry.records[registry.by_role[country, role]].name == name


@pytest.mark.parametrize(
    ("alias", "record_id"),
    [
        ("PAP", "pl.pap"),
        ("KCNA", "kp.kcna"),
        ("Yonhap", "kr.yonhap"),
        ("Ukrinform", "ua.ukrinform"),
        ("국가정보원", "kr.nis"),
        ("the Pentagon", "us.dod"),
        ("Downing Street", "gb.downing-street"),
        ("the Élysée", "fr.elysee"),
        ("Zhongnanhai", "cn.president"),
        ("Bankova", "ua.president"),
        ("UN refugee agency", "un.unhcr"),
        ("Syrian Observatory for Human Rights", "gb.sohr"),
        ("Telegram", "int.telegram"),
        ("I Want to Live", "ua.i-want-to-live"),
        ("Main Directorate of Intelligence", "ua.hur"),
        ("tass.com", "ru.tass"),
    ],
)
def test_a_name_leads_to_its_owner(registry: RegistrySnapshot, alias: str, record_id: str) -> None:
    assert registry.by_alias[name_key(alias)][0] == record_id


@pytest.mark.parametrize("alias", ["The Times", "The Guardian", "ABC", "The Telegraph", "PAP", "ICC", "CNA"])
def test_a_shared_name_is_declared_ambiguous(registry: RegistrySnapshot, alias: str) -> None:
    assert name_key(alias) in registry.ambiguous
    assert len(registry.by_alias[name_key(alias)]) >= 2


def test_a_program_of_state_leads_to_those_who_run_it(registry: RegistrySnapshot) -> None:
    chain = [registry.records["ua.i-want-to-live"]]
    while chain[-1].parent:
        chain.append(registry.records[chain[-1].parent])
    assert [record.id for record in chain[1:4]] == ["ua.coordination-hq", "ua.hur", "ua.defense_ministry"]


def test_evidence_carries_its_value_limit_and_citation(registry: RegistrySnapshot) -> None:
    (control,) = [fact for fact in registry.records["pl.pap"].evidence if fact.kind == "state_control"]
    assert (control.value, control.citation.as_of) == ("CaPu", "2024-02-07")
    ratings = [fact for fact in registry.records["tr.anadolu"].evidence if fact.kind == "community_rating"]
    assert {fact.qualifier: fact.value for fact in ratings} == {
        "general topics": "no consensus",
        "controversial topics, international politics": "generally unreliable",
    }
    assert all(fact.citation.url and fact.citation.licence for fact in ratings)


def test_press_freedom_lies_on_countries_with_score_and_rank(registry: RegistrySnapshot) -> None:
    (fact,) = registry.countries["NO"].evidence
    assert (fact.kind, fact.value, fact.qualifier) == ("press_freedom", "score 92.31 of 100", "rank 1 of 180")


def test_enough_of_every_kind(registry: RegistrySnapshot) -> None:
    agencies = [
        record for record in registry.records.values() if record.type is SourceType.NEWS_AGENCY and record.ownership
    ]
    assert len(agencies) >= 120
    assert len({record.country for record in agencies}) >= 100
    companies = [record for record in registry.records.values() if record.type is SourceType.COMPANY]
    assert sum(record.origin.startswith("curated") for record in companies) >= 300


def test_loading_takes_no_longer_than_allowed() -> None:
    times = []
    for _ in range(3):
        start = time.process_time()
        load_registry()
        times.append(time.process_time() - start)
    assert min(times) <= 0.3


def test_the_page_about_the_registry_is_current(registry: RegistrySnapshot) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(registry), "run `python -m bench.registry.docs`"
