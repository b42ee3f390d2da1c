"""One set of resources for all tests of the checks, and the shortest way to check a draft."""

from datetime import date

import pytest

from service.core.checking import check
from service.core.domain import Article
from service.core.rules.policy_reading import read_policy
from service.runtime.resources import load_resources

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="session")
def resources():
    return load_resources()


@pytest.fixture(scope="session")
def policy_of(resources):
    def read(mapping=None):
        return read_policy(mapping or {}, presets=resources.presets, rules=resources.rules)

    return read


@pytest.fixture(scope="session")
def check_draft(resources, policy_of):
    """Check a text; further arguments are those of `check`."""

    def run(text, media_type="text/markdown", policy=None, today=TODAY, **more):
        article = Article(text, media_type=media_type)
        return check(article, resources, policy=policy_of(policy), today=today, **more)

    return run
