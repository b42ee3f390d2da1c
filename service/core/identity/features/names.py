"""The name in the text is a name of the record."""

from service.core.domain import AliasKind
from service.core.identity.features.evidence import Evidence, Feature, Route

#: How much each kind of alias tells, a record's own name being 1; a context-only alias tells nothing by itself.
_VALUES = {
    AliasKind.NAME: (1.0, "is the name"),
    AliasKind.ALIAS: (0.95, "is another name"),
    AliasKind.NATIVE: (0.95, "is the native name"),
    AliasKind.DOMAIN: (0.95, "is the web address"),
    AliasKind.METONYM: (0.9, "stands for the seat"),
    AliasKind.ABBREVIATION: (0.85, "is the abbreviation"),
    AliasKind.FORMER: (0.75, "is a former name"),
    AliasKind.CONTEXT_ONLY: (0.2, "is also an ordinary word; in context it can be a name"),
}
#: A name that several identities answer to alike tells as much as a former name, whatever its kind.
_SHARED = 0.75
#: An ordinary word tells against a body of a country that is not spoken of.
_FOREIGN = -0.5


def _elsewhere(evidence: Evidence) -> bool:
    """Whether the article plays in another country than the record's and never names that: "the Democrats" of Benin."""
    setting = evidence.setting
    told = evidence.country is not None and setting.home is not None and not evidence.stated
    return told and evidence.country != setting.home and evidence.country not in setting.codes()


def _measure(evidence: Evidence) -> tuple[float, str] | None:
    if evidence.route is not Route.NAME or evidence.alias is None:
        return None
    value, words = _VALUES[evidence.alias]
    if evidence.shared:
        value = _SHARED
    elif evidence.alias is AliasKind.CONTEXT_ONLY and _elsewhere(evidence):
        value = _FOREIGN
    return value, f"“{evidence.body.record_word}” {words} of {evidence.name}."


FEATURE: Feature = Feature("name", 4.0, _measure)
