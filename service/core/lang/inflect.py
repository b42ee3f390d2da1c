"""English word forms: enough to find a base form's inflections in text. Irregular verbs come from the lexicon."""

from collections.abc import Iterable

_VOWELS = frozenset("aeiou")


def verb_forms(base: str) -> tuple[str, ...]:
    """Base, third person, past and -ing form of a regular verb, doubled consonants in both spellings."""
    if base.endswith("e"):
        return base, f"{base}s", f"{base}d", f"{base[:-1]}ing"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base, f"{base[:-1]}ies", f"{base[:-1]}ied", f"{base}ing"
    third = f"{base}es" if base.endswith(("s", "x", "z", "ch", "sh")) else f"{base}s"
    forms = [base, third, f"{base}ed", f"{base}ing"]
    if (
        base[-1] not in _VOWELS
        and base[-1] not in "wxy"
        and len(base) > 2
        and base[-2] in _VOWELS
        and base[-3] not in _VOWELS
    ):
        forms += [f"{base}{base[-1]}ed", f"{base}{base[-1]}ing"]
    return tuple(forms)


def all_forms(verbs: Iterable[str], irregular: dict[str, Iterable[str]]) -> dict[str, str]:
    """Every form of every verb, mapped to its base."""
    found: dict[str, str] = {}
    for verb in verbs:
        for form in (verb, *irregular[verb]) if verb in irregular else verb_forms(verb):
            found.setdefault(form, verb)
    return found


def plural_of(noun: str) -> str:
    """Plural of a regular noun and of those in -man, -wife and -child."""
    if noun.endswith("man"):
        return f"{noun[:-3]}men"
    if noun.endswith("wife"):
        return f"{noun[:-2]}ves"
    if noun.endswith("child"):
        return f"{noun}ren"
    if noun.endswith("y") and noun[-2:-1] not in _VOWELS:
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "z", "ch", "sh")) else f"{noun}s"
