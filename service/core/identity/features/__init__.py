"""The reasons for a link, one module each; FEATURES lists them in the order in which they are shown."""

from service.core.identity.features import composition, countries, introductions, names, overlays, seats, types
from service.core.identity.features.evidence import Evidence, Feature, Route

FEATURES: tuple[Feature, ...] = (
    overlays.FEATURE,
    names.FEATURE,
    composition.FEATURE,
    seats.FEATURE,
    countries.STATED,
    countries.ARTICLE,
    countries.DATELINE,
    countries.HOME,
    countries.SCENE,
    countries.TITLE,
    countries.NEAREST,
    countries.SHARE,
    types.FEATURE,
    introductions.FEATURE,
)

__all__ = ["FEATURES", "Evidence", "Feature", "Route"]
