"""Version 1 of the resources: one module per noun, each with its blueprint."""

from service.api.parsing import Blueprint
from service.api.v1 import (
    about,
    annotations,
    batch,
    checks,
    feedback,
    jobs,
    methodology,
    outcomes,
    overlays,
    rules,
    sources,
)

#: Blueprints in the order of the documentation; a new endpoint is one module and one entry here.
BLUEPRINTS: tuple[Blueprint, ...] = (
    annotations.blp,
    batch.blp,
    jobs.blp,
    checks.blp,
    rules.blp,
    sources.blp,
    outcomes.blp,
    overlays.blp,
    feedback.blp,
    methodology.blp,
    about.blp,
)
