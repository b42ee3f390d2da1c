"""More kinds of sources and hard forms than the corpus has: source swap, and paragraphs built from patterns of our own.

The patterns and source phrases are ours; contents and plain sentences are drawn from the training corpus while training runs and are
never written to the repository.
"""

import random
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

from service.runtime.registry_files import default_registry

RANKS = "Lt. Gen.|Maj.|Col.|Dr.|Prof.|Captain|Inspector|Minister|Judge|Sheikh|Rev.|Sir|Brigadier|Deputy Prime Minister|Mayor".split(
    "|"
)
SURNAMES = (
    "Okafor Nakamura Haddad Petrov Lindqvist Mbeki Castillo Ferreira Kowalczyk Yildiz Rahman Banerjee Nguyen Park Olsen Moreau Weiss Ricci "
    "Tshabalala Achieng Diallo Suleiman Karimov Bondarenko Papadakis Hoxha Horvat Novak Ivanova Larsson Fitzgerald Macpherson Choudhury "
    "Santos Quispe Mamani Tupou Wanjiru Abdi Tesfaye Zhang Liu Tanaka Sato Kim Lee Ong Siregar Villanueva Reyes"
).split()
GIVEN = (
    "Amara Kenji Leila Viktor Astrid Thabo Lucia Rui Ewa Mehmet Farah Priya Linh Min-jun Ingrid Claire Jonas Paolo Naledi Grace Aminata "
    "Yusuf Olga Dmytro Eleni Arben Ivan Petra Erik Siobhan Duncan Nusrat Ana Rosa Sione Mercy Hodan Selam Wei Yuki Hana Budi Carlos"
).split()
PEOPLE = (
    "a senior {adj} {body} official|two people familiar with the matter|three {adj} diplomats|sources in the {body}|a spokesman for the {body}|"
    "a {body} spokeswoman|one person briefed on the talks|residents|witnesses|a source close to the {body}|officials|a former {body} adviser|"
    "the {adj} {body}|{adj} prosecutors|{adj} investigators|local police|the company|the ministry|the agency|the union|an analyst at {org}|"
    "researchers at {org}|a {body} official who spoke on condition of anonymity|the governor's office|the {adj} side|a neighbour|critics|"
    "the coach|the club|the hospital|lawyers for the family|the {body}'s press service|a person with direct knowledge of the deal"
).split("|")
BODIES = (
    "defence ministry|interior ministry|health ministry|central bank|spy agency|intelligence service|border guard|coast guard|statistics office|"
    "foreign ministry|army|navy|general staff|electoral commission|football federation|trade union|prosecutor's office|police|finance ministry|"
    "energy regulator|space agency|meteorological office|parliament|embassy|hospital"
).split("|")
ADJECTIVES = (
    "Turkish Polish South-Korean Kenyan Brazilian Indian Ukrainian German Japanese Nigerian Mexican French Israeli Egyptian Canadian Thai "
    "Chilean Swedish Greek Pakistani Australian Peruvian Sudanese Iranian Lebanese Spanish Vietnamese British Qatari Czech"
).split()
DOCUMENTS = (
    "a leaked memo|court documents|the report|a statement on the {body}'s website|an internal email|the indictment|a police report|the study|"
    "minutes of the meeting|a letter to lawmakers|the filing|a draft of the law|a post on its Telegram channel|the group's Facebook page|"
    "a video posted on X|satellite images|a survey by {org}|data from the {adj} {body}|the {adj} {body}'s website|the audit|the ruling"
).split("|")
PROJECTS = "Open Door|Voice of the River|Bring Them Home|Hope Line|We Remember|Clean Hands|Right to Know|I Can Hear You|Come Back|Last Bell".split(
    "|"
)
NOUNS = "project|initiative|campaign|hotline|movement|channel|group|programme|chatbot|foundation".split("|")
DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|on Sunday|last week|this month|earlier|late on Saturday".split("|")
AGENCIES = "Reuters|Yonhap|the Anadolu Agency|AFP|the BBC|state television|the newspaper|Kyodo|dpa|the Xinhua news agency|local media|Interfax|Bloomberg".split(
    "|"
)
SAY = "said|says|stated|announced|confirmed|reported|added|explained|noted|warned|insisted|stressed|claimed|emphasized|revealed|wrote".split(
    "|"
)
PASSIVE = "assured|reported|claimed|announced|said|alleged|estimated|noted|confirmed|stressed".split("|")
_NAME = re.compile(r"(?:[A-Z][\w.’'-]*\s?){1,5}$")


class World:
    """Draws source phrases."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        records = [r for r in default_registry().records.values() if len(r.name) < 60]
        names = {r.name for r in records} | {a.text for r in records for a in r.aliases if len(a.text) > 2}
        self.names = sorted(name for name in names if max(name) < _BEYOND_LATIN)

    def pick(self, items: list[str]) -> str:
        return self.rng.choice(items)

    def organisation(self) -> str:
        name = self.pick(self.names)
        return name if self.rng.random() < 0.4 or " " not in name else f"the {name}"

    def person(self) -> str:
        name = f"{self.pick(GIVEN)} {self.pick(SURNAMES)}"
        form = self.rng.random()
        if form < 0.25:
            return f"{self.pick(RANKS)} {name}"
        if form < 0.45:
            return f"{name}, a spokesperson for {self.organisation()}"
        return (
            f"{self.pick(ADJECTIVES)} {self.pick(['President', 'Foreign Minister', 'Prime Minister'])} {name}"
            if form < 0.6
            else name
        )

    def project(self) -> str:
        mark = self.pick(["“{}”", '"{}"', "‘{}’"]).format(self.pick(PROJECTS))
        form = self.rng.random()
        if form < 0.4:
            return mark
        return (
            f"the {mark} {self.pick(NOUNS)}" if form < 0.7 else f"the {self.pick(ADJECTIVES)} {self.pick(NOUNS)} {mark}"
        )

    def fill(self, pattern: str) -> str:
        return pattern.format(adj=self.pick(ADJECTIVES), body=self.pick(BODIES), org=self.organisation())

    def source(self) -> str:
        draw = self.rng.random()
        if draw < 0.3:
            return self.organisation()
        if draw < 0.5:
            return self.person()
        if draw < 0.78:
            return self.fill(self.pick(PEOPLE))
        return self.fill(self.pick(DOCUMENTS)) if draw < 0.9 else self.project()


def swapped(row: dict, world: World, share: float = 0.6) -> dict:
    """The document with a share of its named sources replaced, spans moved along."""
    spans: list[tuple[int, int, str]] = []
    for attribution in row["attributions"]:
        for start, end in attribution["source"]:
            words = row["text"][start:end]
            if _NAME.match(words) and world.rng.random() < share:
                new = world.source()
                at_start = start == 0 or row["text"][start - 2 : start] in {". ", "\n\n", "” ", '" '}
                spans.append((start, end, new[0].upper() + new[1:] if at_start else new))
    spans = sorted(set(spans))
    kept = [s for n, s in enumerate(spans) if not n or s[0] >= spans[n - 1][1]]
    edges: list[tuple[int, int]] = []
    parts, position, shift = [], 0, 0
    for start, end, new in kept:
        parts += [row["text"][position:start], new]
        position = end
        shift += len(new) - (end - start)
        edges.append((end, shift))
    parts.append(row["text"][position:])

    def moved(point: int) -> int:
        return point + next((so_far for edge, so_far in reversed(edges) if edge <= point), 0)

    names = ("source", "cue", "content")
    attributions = [{**a, **{n: [[moved(s), moved(e)] for s, e in a[n]] for n in names}} for a in row["attributions"]]
    return {**row, "id": f"{row['id']}~swap", "text": "".join(parts), "attributions": attributions}


_PATTERNS = tomllib.loads(Path(__file__).with_name("patterns.toml").read_text(encoding="utf-8"))
#: Share of sentences of a pattern document that are plain ones of the corpus, and that only look like attributions.
PLAIN, LOOK_ALIKE = 0.25, 0.25
_SLOT = re.compile(r"<(?P<role>[SKC])(?P<of>\d*)(?::(?P<text>(?:[^>])*))?>")
#: English news writes names in Latin letters.
_BEYOND_LATIN = "\u0250"
_OPENER = re.compile(r"^that\s+", re.IGNORECASE)


def clauses(rows: list[dict]) -> list[str]:
    """Indirect contents of the corpus that can stand as clauses."""
    found = []
    for row in rows:
        for attribution in row["attributions"]:
            words = row["text"][attribution["content"][0][0] : attribution["content"][0][1]]
            if 25 < len(words) < 160 and words[:5] == "that " and not re.search(r"[\"“”\n]", words):
                found.append(_OPENER.sub("", words).rstrip(".,"))
    return found


def plain_sentences(rows: list[dict]) -> list[str]:
    """Sentences of the corpus that no attribution touches."""
    found = []
    for row in rows:
        spans = [s for a in row["attributions"] for n in ("source", "cue", "content") for s in a[n]]
        found += [
            match.group()
            for match in re.finditer(r"[A-Z][^.\n!?\"“”]{40,200}\.", row["text"])
            if not any(s < match.end() and match.start() < e for s, e in spans)
        ]
    return found


class Draw(dict[str, str]):
    """The words of one sentence: what is not given is drawn anew at every use."""

    def __init__(self, world: World, stock: list[str]) -> None:
        opened, closed = world.rng.choice([("“", "”"), ('"', '"'), ("‘", "’"), ("“", "”")])
        super().__init__(open=opened, close=closed)
        self.world, self.stock = world, stock

    def __missing__(self, name: str) -> str:
        listed = _PATTERNS["words"].get(name[0].lower() + name[1:])
        if listed is not None:
            words = self.world.pick(listed.split("|")).format_map(self)
            return _capital(words) if name[0].isupper() else words
        return self.drawn(name)

    def drawn(self, name: str) -> str:
        """A word that code draws, not a list of the pattern file."""
        world = self.world
        lists = {"say": SAY, "passive": PASSIVE, "day": DAYS, "agency": AGENCIES, "adj": ADJECTIVES, "body": BODIES}
        if name in lists:
            return world.pick(lists[name])
        made: dict[str, Callable[[], str]] = {
            "said": lambda: world.pick(["said", "warned", "confirmed"]),
            "that": lambda: world.pick(["that ", ""]),
            "R": world.source,
            "org": world.organisation,
            "person": lambda: f"{world.pick(GIVEN)} {world.pick(SURNAMES)}",
            "clause": lambda: world.pick(self.stock),
            "Clause": lambda: _capital(world.pick(self.stock)),
            "document": lambda: world.fill(world.pick(DOCUMENTS)),
            "Document": lambda: _capital(world.fill(world.pick(DOCUMENTS))),
            "title": lambda: self["open"] + world.pick(PROJECTS) + self["close"],
            "q": lambda: self["open"],
            "p": lambda: self["close"],
            "year": lambda: str(world.rng.randint(1948, 2026)),
            "number": lambda: world.pick(["{}", "about {}", "{},000", "{} percent", "more than {}"]).format(
                world.rng.randint(2, 980)
            ),
        }
        return made[name]()


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def synthetic(
    rows: list[dict], world: World, count: int, more: tuple[list[str], list[str]] = ([], [])
) -> Iterator[dict]:
    """`count` documents of patterns, look-alikes and plain sentences, with gold spans.

    `more` are clauses and plain sentences besides those of `rows`: news of other desks.
    """
    stock, plain = clauses(rows) + more[0], plain_sentences(rows) + more[1]
    forms, lures = (list(_PATTERNS[name].items()) for name in ("forms", "look_alikes"))
    for number in range(count):
        text, attributions, alone = "", [], True
        for _ in range(world.rng.randint(4, 10)):
            draw = world.rng.random()
            group, patterns = world.rng.choice(lures if draw < PLAIN + LOOK_ALIKE else forms)
            if draw < PLAIN:
                group = "plain"
            before, alone = alone, group in _PATTERNS["apart"]
            if text:
                text += "\n\n" if before or alone else world.rng.choice(["\n\n", "\n\n", " "])
            if group == "plain":
                text += world.rng.choice(plain)
            else:
                text = _sentence(world.rng.choice(patterns), Draw(world, stock), text, attributions)
        yield {"id": f"synthetic-{number}", "text": text, "attributions": attributions}


def _sentence(pattern: str, words: Draw, text: str, attributions: list[dict]) -> str:
    """The text with the filled pattern behind it; its attributions are added to `attributions`."""
    found: dict[str, dict[str, list[list[int]]]] = {}
    begin, position = len(text), 0
    for match in _SLOT.finditer(pattern):
        text += pattern[position : match.start()].format_map(words)
        filled = words["R"] if match["text"] is None else match["text"].format_map(words)
        if match["role"] == "S" and len(text) == begin:
            filled = _capital(filled)
        name = {"S": "source", "K": "cue", "C": "content"}[match["role"]]
        for one in match["of"] or "1":
            row = found.setdefault(one, {"source": [], "cue": [], "content": []})
            row[name].append([len(text), len(text) + len(filled)])
        text += filled
        position = match.end()
    rest = pattern[position:].format_map(words)
    text += _capital(rest) if len(text) == begin and rest else rest
    attributions.extend(row for row in found.values() if row["content"])
    return text
