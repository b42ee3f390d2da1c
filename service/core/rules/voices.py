"""How many voices speak: sources of one owner, one government or one chain of command are one."""

from collections.abc import Iterable

from service.core.domain import Source
from service.core.lang.normalize import name_key
from service.core.rules.claims import Claim


def voice_of(claim: Claim) -> str | None:
    """Key of the voice behind a claim; None where nobody is credited.

    A body and the people who speak for it by the article's words are one even where the registry does not know them.
    """
    source = claim.source
    if source is None:
        return None
    if claim.cluster is not None and claim.cluster != source.id:
        return claim.cluster
    return organization_key(source) or claim.cluster or source.id


def organization_key(source: Source) -> str | None:
    """Key of the body that a source is or speaks for."""
    if source.affiliation is not None:
        return source.affiliation.id or name_key(source.affiliation.name)
    if source.record_id is not None:
        return source.record_id
    return None if source.private_person or source.name is None else name_key(source.name)


def voices(claims: Iterable[Claim]) -> frozenset[str]:
    """Keys of all voices behind some claims; a claim that nobody is credited with adds none.

    A person whose label names another source ("a spokeswoman for the port authority") is that source's voice.
    """
    keys: dict[str, str] = {}
    for claim in claims:
        key = voice_of(claim)
        if key is not None and claim.source is not None:
            keys[f" {name_key(claim.source.label)} "] = key
    return frozenset(
        key
        for label, key in keys.items()
        if not any(other in label for other in keys if other != label and len(other) > _SHORTEST)
    )


#: Shorter labels than this many letters name too little to be found inside others.
_SHORTEST = 5
