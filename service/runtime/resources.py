"""Everything that annotation needs, loaded once and frozen."""

from collections.abc import Callable
from functools import lru_cache

from service import __version__
from service.core.domain import Provenance, RegistrySnapshot, SourceType
from service.core.pipeline import Resources, annotate_text
from service.runtime.checks import load_presets, load_rule_words, load_rules
from service.runtime.collector import no_collection
from service.runtime.identity_files import load_identity_lexicon
from service.runtime.lexicons import lexicon_digest, load_lexicons
from service.runtime.onnx import load_tagger, newest_model
from service.runtime.priors import default_tables
from service.runtime.registry_files import default_registry

RULESET = "2026-11"
_WARM_UP = "The ministry said on Monday that the bridge was safe. “It will hold,” a spokesman told reporters."


_OUTLETS = frozenset({SourceType.NEWS_AGENCY, SourceType.NEWS_OUTLET})


def _outlet_test(snapshot: RegistrySnapshot) -> Callable[[str], bool]:
    """Whether a name's first meaning in the registry is an outlet; the extraction stage itself knows no registry."""

    def test(key: str) -> bool:
        return any(snapshot.records[record].type in _OUTLETS for record in snapshot.by_alias.get(key, ())[:1])

    return test


@lru_cache(maxsize=1)
def load_resources() -> Resources:
    """The shipped model, registry, tables and words. Loaded once per process; the value is frozen and safe to share.

    Raises:
        ModelError, RegistryError: package data is missing or damaged.
    """
    with no_collection():
        return _load()


def _load() -> Resources:
    tagger = load_tagger(newest_model())
    snapshot = default_registry()
    tables = default_tables()
    rules = load_rules()
    resources = Resources(
        tagger=tagger,
        lexicons=load_lexicons(known_outlet=_outlet_test(snapshot)),
        identity_lexicon=load_identity_lexicon(),
        snapshot=snapshot,
        tables=tables,
        provenance=Provenance(
            engine=__version__,
            model=tagger.version,
            ruleset=RULESET,
            registry=snapshot.revision,
            priors=f"{tables.version}+{tables.digest[:12]}",
            lexicons=lexicon_digest(),
        ),
        rules=rules,
        rule_words=load_rule_words(),
        presets=load_presets(rules),
    )
    # Tables that are derived on first use are derived here, before a server forks: shared pages, and a quick first answer.
    annotate_text(_WARM_UP, resources)
    return resources
