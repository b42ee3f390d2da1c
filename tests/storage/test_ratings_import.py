"""`sourcegrade ratings`: checked row by row, stored all or nothing, listed, removed."""

import pytest
from click.testing import CliRunner

from service.cli.main import main
from service.core.domain import SourceType
from service.core.lang.normalize import name_key
from service.runtime.priors import default_tables
from service.runtime.ratings_files import read_ratings
from service.storage import ratings
from service.storage.engine import Database
from tests.unit.reliability.support import record, snapshot

NAMES = {"post.example": ("xa.post",), "The Mail": ("xa.mail",), "news": ("xa.post", "xa.mail")}
REGISTRY = snapshot(
    record("xa.post", SourceType.NEWS_OUTLET),
    record("xa.mail", SourceType.NEWS_OUTLET),
    aliases={name_key(name): ids for name, ids in NAMES.items()},
)
CRITERIA = ",".join(one.id for one in default_tables().criteria)


def read(text: str, rater: str = "mbfc"):
    return read_ratings(text, rater, default_tables(), REGISTRY)


@pytest.mark.parametrize(
    ("rater", "text", "expected"),
    [
        (
            "mbfc",
            "domain,factual reporting,date\nhttps://www.post.example/a,HIGH,2024-05\n",
            ("xa.post", "HIGH", "2024-05"),
        ),
        ("newsguard", "source,score\nxa.post,92.5\n", ("xa.post", "92.5", None)),
        ("newsguard", f"source,{CRITERIA}\nxa.post,yes,no,yes,yes,yes,yes,yes,yes,yes\n", ("xa.post", "82", None)),
        ("adfontes", "\ufeffname,reliability\nThe Mail,0.62\n", ("xa.mail", "0.62", None)),
        ("rsp", "source,status\nxa.mail,no consensus\n", ("xa.mail", "no consensus", None)),
        ("house", "source,grade,rated_on\nxa.mail,B,2026-01-31\n", ("xa.mail", "B", "2026-01-31")),
    ],
)
def test_every_form_of_rating_is_read(rater: str, text: str, expected: tuple) -> None:
    found = read(text, rater)
    assert found.faults == ()
    (source, rating), *more = found.rows
    assert (source, rating.value, rating.rated_on) == expected
    assert (rating.rater, more) == (rater, [])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("nowhere.example,high,", "no source"),
        (",high,", "no source is named"),
        ("news,high,", "write the id"),
        ("xa.mail,splendid,", "no value of"),
        ("xa.mail,,", "empty"),
        ("xa.mail,high,yesterday", "no date"),
        ("xa.post,low,", "line 2 already"),
        ("xa.mail,high,2024,more", "more cells"),
    ],
)
def test_a_faulty_row_is_named_by_line_and_reason_and_the_others_stand(row: str, reason: str) -> None:
    found = read(f"source,rating,date\nxa.post,high,\n{row}\n")
    assert [source for source, _ in found.rows] == ["xa.post"]
    ((line, fault),) = found.faults
    assert line == 3
    assert reason in fault


@pytest.mark.parametrize(
    ("rater", "text"),
    [
        ("nobody", "source,rating\n"),
        ("mbfc", "a,b\n"),
        ("mbfc", ""),
        ("newsguard", "source,responsible\nxa.post,yes\n"),
    ],
)
def test_a_file_that_cannot_be_read_at_all_is_refused(rater: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"rater|header"):
        read(text, rater)


def test_an_import_is_stored_listed_and_removed(database: Database, database_url: str, tmp_path) -> None:
    file = tmp_path / "r.csv"
    file.write_text("source,rating,date\nreuters.com,very high,2025-03\nnowhere.example,high,\n")

    def run(*arguments: str):
        return CliRunner().invoke(main, ["ratings", *arguments], env={"DATABASE_URL": database_url})

    refused = run("import", str(file), "--rater", "mbfc")
    assert refused.exit_code == 1
    assert f"{file}:3: the registry has no source" in refused.output
    assert "1 ratings can be stored" in run("import", str(file), "--rater", "mbfc", "--dry-run", "--skip-faulty").output
    assert ratings.mounted(database) == {}
    stored = run("import", str(file), "--rater", "MBFC", "--skip-faulty")
    assert stored.exit_code == 0
    ((rating,),) = ratings.mounted(database).values()
    assert (rating.rater, rating.value, rating.rated_on) == ("mbfc", "very high", "2025-03")
    (batch,) = ratings.batches(database)
    assert batch.id in run("list").output
    assert run("remove", batch.id).exit_code == 0
    assert ratings.mounted(database) == {}
    assert run("remove", batch.id).exit_code == 1
