"""Letters and numbers: from a chance and its interval to the two NATO axes.

F and 6 mean "cannot be judged", not "worst".
"""

from service.core.reliability.tables import Tables

#: Claims that nobody can check, or that nobody is named for, get this number.
CANNOT_BE_JUDGED = 6
UNKNOWN_LETTER = "F"


def band_letter(p: float, tables: Tables) -> str:
    """Letter of the ICD 203 band in which `p` lies, whatever it rests on."""
    return next(letter for letter, low in tables.letter_bands if p >= low)


def earned_letter(p: float, interval: tuple[float, float], own: float, tables: Tables) -> str:
    """The letter that a source's own record has earned, or F.

    Args:
        p: chance that a checkable statement of the source holds.
        interval: its 80 % interval.
        own: source-specific evidence in claims.
        tables: the model's tables.
    """
    too_wide = interval[1] - interval[0] > tables.value["letter_width_maximum"]
    if own < tables.value["own_minimum"] or too_wide:
        return UNKNOWN_LETTER
    return band_letter(p, tables)


def claim_number(c: float, interval: tuple[float, float], tables: Tables, *, corroborated: bool) -> int:
    """The number of a checkable claim: 1 needs an independent corroborator, 6 an interval too wide to judge."""
    if interval[1] - interval[0] > tables.value["number_width_maximum"]:
        return CANNOT_BE_JUDGED
    if c >= tables.value["number_1"] and corroborated:
        return 1
    return next((number for number, low in tables.number_bands if c >= low), 5)
