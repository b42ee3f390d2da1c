"""Which bodies of which countries the registry has: the list that the tests hold it to."""

from service.core.domain import RegistrySnapshot

#: Countries often cited in English-language news, chosen by judgment; each must have every role below.
COUNTRIES = tuple(
    "AE AF AR AT AU AZ BD BE BG BR BY CA CH CL CN CO CU CZ DE DK DZ EE EG ES ET FI FR GB GE GR HR HU ID IE IL IN IQ IR IT "
    "JO JP KE KP KR KZ LB LT LV LY MA MD MM MX MY NG NL NO NZ PH PK PL PS PT QA RO RS RU SA SD SE SG SK SY TH TR TW UA US "
    "VE VN YE ZA".split()
)
#: Roles that each of these countries must have.
ROLES = (
    "government",
    "head_of_state",
    "head_of_government",
    "intelligence",
    "security_service",
    "defense_ministry",
    "foreign_ministry",
    "interior_ministry",
    "finance_ministry",
    "health_ministry",
    "general_staff",
    "armed_forces",
    "central_bank",
    "statistics",
    "police",
    "prosecutor",
    "parliament",
    "supreme_court",
    "news_agency",
)
#: Roles that many of them have.
FURTHER = ("military_intelligence", "border_guard", "election_commission", "weather_service", "state_broadcaster")
#: What a country is known not to have: (country, role) -> why.
ABSENT: dict[tuple[str, str], str] = {
    **{(country, "news_agency"): "no national news agency" for country in ("CL", "IE", "IL", "NZ", "SG")},
    ("PS", "defense_ministry"): "no armed forces, hence no ministry of defense",
}


def gaps(snapshot: RegistrySnapshot, roles: tuple[str, ...] = ROLES) -> tuple[tuple[str, str], ...]:
    """(country, role) without a body, apart from what a country is known not to have."""
    wanted = ((country, role) for country in COUNTRIES for role in roles)
    return tuple(pair for pair in wanted if pair not in snapshot.by_role and pair not in ABSENT)
