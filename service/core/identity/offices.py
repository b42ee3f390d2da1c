"""Whose head of state or government a person is, by name: the country that "President Zelenskiy" leaves to the reader."""

from service.core.identity.lexicon import IdentityLexicon, Office
from service.core.identity.reading import Body, Individual, Jurisdiction
from service.core.identity.setting import Setting


def office_body(individual: Individual, lexicon: IdentityLexicon, setting: Setting) -> Body | None:
    """The body of the office that a person holds by full name, or by family name behind its title; None where none is told.

    Without the title the office must be held still and its country be named in the article: names are shared.
    """
    if individual.name is None or individual.former or not (individual.roles or individual.kind is None):
        return None
    offices = lexicon.holders.get(individual.name_key, ())
    if individual.roles:
        offices = offices or lexicon.families.get(individual.name_key.rsplit(maxsplit=1)[-1], ())
        offices = tuple(office for office in offices if office.role in individual.roles)
    else:
        told = setting.codes()
        offices = tuple(office for office in offices if office.current and office.country in told)
    return _body(individual, offices[0]) if offices and len({office.country for office in offices}) == 1 else None


def _body(individual: Individual, office: Office) -> Body:
    return Body(
        individual.first,
        individual.end,
        individual.title or individual.name or "",
        individual.title_key or individual.name_key,
        roles=(office.role,),
        role_word=individual.title or "head of state or government",
        countries=(office.country,),
        jurisdiction=Jurisdiction.NAME,
        country_word=individual.name or "",
    )
