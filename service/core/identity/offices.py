"""Whose head of state or government a person is, by name: the country that "President Zelenskiy" leaves to the reader."""

from service.core.identity.chunks import Reader
from service.core.identity.lexicon import IdentityLexicon, Office
from service.core.identity.reading import Body, Individual, Jurisdiction, Reading, Shape
from service.core.identity.setting import Setting


def office_body(individual: Individual, lexicon: IdentityLexicon, setting: Setting) -> Body | None:
    """The body of the office that a person holds by full name, or by family name behind its title; None where none is told.

    Without the title the office must be held still and its country be named in the article: names are shared.
    """
    if individual.name is None or individual.former or not (individual.roles or individual.kind is None):
        return None
    offices = lexicon.holders.get(individual.name_key, ())
    if individual.roles:
        own = individual.kind is None or individual.kind.office  # a president's spokesman has a family name of his own
        if own:
            offices = offices or lexicon.families.get(individual.name_key.rsplit(maxsplit=1)[-1], ())
        offices = tuple(office for office in offices if office.role in individual.roles)
    else:
        if " " not in individual.name_key and individual.rank is None:
            offices = lexicon.families.get(individual.name_key, ())
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


def lone_holder(reader: Reader, reading: Reading, setting: Setting) -> Reading | None:
    """A family name by itself ("Macron") as that of a holder whose country the article names; None where it can mean else."""
    lexicon, key = reader.lexicon, reader.view.keys[reading.first]
    if key not in lexicon.families or key in lexicon.given or key in lexicon.ordinary or key in lexicon.places:
        return None
    body = reading.body
    if reading.individual is not None or (body is not None and (body.records or body.countries or body.roles)):
        return None
    person = Individual(reading.first, reading.end, name=reading.surface, name_key=key)
    if office_body(person, lexicon, setting) is None:
        return None
    return Reading(Shape.PERSON, reading.first, reading.end, reading.surface, key, individual=person)
