"""How names of public bodies are worded: "unification ministry" and "Ministry of Unification of South Korea"."""

from collections.abc import Iterator

_ARTICLED = (
    "United ",
    "Philippines",
    "Netherlands",
    "Maldives",
    "Bahamas",
    "Gambia",
    "Seychelles",
    "Solomon Islands",
    "Central African",
)


def with_article(country: str) -> str:
    """A country's name behind "of": "the United States", "Brazil"."""
    articled = country.startswith(_ARTICLED) or country.endswith(
        (" Republic", " Islands", "Emirates", " Republic of the Congo")
    )
    return f"the {country}" if articled else country


def usual_names(phrase: str) -> Iterator[str]:
    """Keys under which the body of a lower-case phrase may be registered."""
    yield phrase
    *front, head = phrase.split()
    if front and head in {"ministry", "department", "office", "agency", "commission"}:
        yield f"{head} of {' '.join(front)}"
        yield f"{head} for {' '.join(front)}"


def body_title(phrase: str) -> str:
    """The phrase as a name: "unification ministry" gives "Ministry of Unification"."""
    *front, head = phrase.split()
    if front and head in {"ministry", "department"}:
        return f"{head.capitalize()} of {' '.join(word.capitalize() for word in front)}"
    return phrase.capitalize()
