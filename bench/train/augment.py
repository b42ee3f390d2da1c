"""More kinds of sources and hard forms than the corpus has: source swap, and paragraphs built from patterns of our own.

The patterns and source phrases are ours; contents and plain sentences are drawn from the training corpus while training runs and are
never written to the repository.
"""

import random
import re
from collections.abc import Callable, Iterator

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
        self.names = sorted({r.name for r in records} | {a.text for r in records for a in r.aliases if len(a.text) > 2})

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


#: Patterns: <S> source, <K> cue, <C> content, <R> relay (no label). Each slot's text is filled when drawn.
PATTERNS = (
    "<S> <K:{say}> <C:{that}{clause}>.|<S> <K:{say}> {day} <C:{that}{clause}>.|<C:{Clause}>, <S> <K:{say}>.|<C:{Clause}>, <S> <K:{say}> {day}.|"
    "<C:{Clause}>, <K:according to> <S>.|<K:According to> <S>, <C:{clause}>.|<K:According to reports from> <S>, <C:{clause}>.|"
    "It <K:was {passive}> <C:that {clause}>.|It has <K:been {passive}> <C:that {clause}>.|<C:{Clause}>, it <K:was {passive}>.|"
    "<S> <K:reported>, citing {R}, <C:that {clause}>.|<S>, citing {R}, <K:said> <C:{clause}>.|<S> <K:reported> {day}, quoting {R}, <C:that {clause}>.|"
    "<C:{Clause}>, <S> <K:reported>, citing {R}.|<C:{Clause}>, <K:as reported by> <S>.|<C:{Clause}>, <K:as first reported by> <S>.|"
    "<S> <K:told> {agency} <C:that {clause}>.|<S> <K:told> {agency} {day} <C:{clause}>.|<C:{open}{Clause},{close}> <S> <K:told> {agency}.|"
    "<C:{open}{Clause},{close}> <S> <K:{say}>.|<C:{open}{Clause},{close}> <K:said> <S>.|<C:{Clause},{close}> <S> <K:{say}>.|"
    "<S> <K:{say}>: <C:{open}{Clause}.{close}>|In a post on Telegram, <S> <K:wrote>: <C:{open}{Clause}.{close}>|"
    "<C:{open}{Clause},{close}> <S> <K:{say}>. <C+:{open}{Clause2}.{close}>|<S> <K:declined> <C:to comment>.|<S> <K:did not respond to> <C:a request for comment>.|"
    "<S> <K:denied> <C:that {clause}>.|<S> <K:shows> <C:that {clause}>.|<S>, seen by {agency}, <K:says> <C:{clause}>.|"
    "The {adj} {body} has opened a new office near the river.|{agency} has a bureau in the capital.|Photo: {agency}|The meeting with {R} took place {day}.|"
    "<C:{Clause}>, <S> <K:{say}> in a statement carried by {agency}.|<S> <K:is believed> <C:to have left the country>.|"
    "<S> <K:{say}> in a statement <C:that {clause}>.|Asked about the case, <S> <K:{say}> <C:{clause}>.|<S>, who visited the site {day}, <K:{say}> <C:{clause}>.|"
    "<S> <K:has {said}> <C:that {clause}>.|<K:In the words of> <S>, <C:{clause}>.|<K:For> <S>, <C:{clause}>."
).split("|")
_SLOT = re.compile(r"<(?P<role>[SKC]\+?)(?::(?P<text>[^>]*))?>")
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


def synthetic(rows: list[dict], world: World, count: int) -> Iterator[dict]:
    """`count` documents of patterns and plain sentences, with gold spans."""
    stock, plain = clauses(rows), plain_sentences(rows)
    for number in range(count):
        text, attributions = "", []
        for _ in range(world.rng.randint(4, 9)):
            if text:
                text += world.rng.choice(["\n\n", "\n\n", " "])
            if world.rng.random() < 0.3:
                text += world.rng.choice(plain)
                continue
            text = _sentence(world, stock, text, attributions)
        yield {"id": f"synthetic-{number}", "text": text, "attributions": attributions}


def _sentence(world: World, stock: list[str], text: str, attributions: list[dict]) -> str:
    pattern = world.rng.choice(PATTERNS)
    quote = world.rng.choice([("“", "”"), ('"', '"'), ("‘", "’")])
    capital: Callable[[str], str] = lambda words: words[0].upper() + words[1:]  # noqa: E731
    fill = {
        "say": world.pick(SAY), "said": world.pick(["said", "warned", "confirmed"]), "passive": world.pick(PASSIVE), "day": world.pick(DAYS),
        "agency": world.pick(AGENCIES), "adj": world.pick(ADJECTIVES), "body": world.pick(BODIES), "R": world.source(), "open": quote[0],
        "close": quote[1], "clause": world.pick(stock), "Clause": capital(world.pick(stock)), "Clause2": capital(world.pick(stock)),
        "that": world.pick(["that ", ""]),
    }  # fmt: skip
    row: dict[str, list[list[int]]] = {"source": [], "cue": [], "content": []}
    begin, position = len(text), 0
    for match in _SLOT.finditer(pattern):
        text += pattern[position : match.start()].format(**fill)
        words = world.source() if match["role"] == "S" else (match["text"] or "").format(**fill)
        if match["role"] == "S" and len(text) == begin:
            words = capital(words)
        name = {"S": "source", "K": "cue", "C": "content"}[match["role"][0]]
        row[name].append([len(text), len(text) + len(words)])
        text += words
        position = match.end()
    text += pattern[position:].format(**fill)
    if row["content"]:
        attributions.append(row)
    return text
