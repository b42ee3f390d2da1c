"""The country that the text gives, by the phrase itself or around it, and the country of the identity."""

from service.core.identity.features.evidence import Evidence, Feature, Route


def _stated(evidence: Evidence) -> tuple[float, str] | None:
    codes = evidence.body.countries
    if evidence.route is not Route.NAME or not codes or evidence.country is None:
        return None
    word = evidence.body.country_word
    if evidence.country in codes:
        return 1.0, f"“{word}” fits the country of {evidence.name}."
    return -1.0, f"“{word}” does not fit the country of {evidence.name}."


def _open(evidence: Evidence) -> bool:
    """Whether the country is left to the context."""
    if evidence.stated or evidence.country is None:
        return False
    return evidence.route is Route.NAME or evidence.route is Route.ROLE


def _article(evidence: Evidence) -> tuple[float, str] | None:
    if not _open(evidence) or evidence.setting.country != evidence.country:
        return None
    return 1.0, f"The article's own country is {evidence.country_name}."


def _dateline(evidence: Evidence) -> tuple[float, str] | None:
    if not _open(evidence) or evidence.country not in evidence.setting.dateline:
        return None
    return 1.0, f"The dateline lies in {evidence.country_name}."


def _scene(evidence: Evidence) -> tuple[float, str] | None:
    if not _open(evidence) or evidence.country is None or evidence.setting.scene(evidence.at) != evidence.country:
        return None
    return 1.0, f"The sentence begins in {evidence.country_name}."


def _home(evidence: Evidence) -> tuple[float, str] | None:
    setting = evidence.setting
    told = setting.country is not None or bool(setting.dateline)
    if told or not _open(evidence) or evidence.country is None or setting.home != evidence.country:
        return None
    return 1.0, f"The article plays in {evidence.country_name}."


def _title(evidence: Evidence) -> tuple[float, str] | None:
    if not _open(evidence) or evidence.country not in evidence.setting.title:
        return None
    return 1.0, f"The headline names {evidence.country_name}."


def _nearest(evidence: Evidence) -> tuple[float, str] | None:
    if not _open(evidence) or evidence.setting.nearest(evidence.at) != evidence.country:
        return None
    return 1.0, f"{evidence.country_name} is the country named last before this."


def _share(evidence: Evidence) -> tuple[float, str] | None:
    share = evidence.setting.shares.get(evidence.country or "", 0.0)
    if not _open(evidence) or not share:
        return None
    return share, f"{share:.0%} of the countries named in the article are {evidence.country_name}."


STATED: Feature = Feature("stated_country", 3.0, _stated)
ARTICLE: Feature = Feature("article_country", 1.5, _article)
DATELINE: Feature = Feature("dateline", 1.5, _dateline)
HOME: Feature = Feature("home_country", 1.5, _home)
SCENE: Feature = Feature("scene_country", 4.0, _scene)
TITLE: Feature = Feature("headline_country", 0.5, _title)
NEAREST: Feature = Feature("nearest_country", 1.2, _nearest)
SHARE: Feature = Feature("country_share", 2.0, _share)
