"""An audit that did not happen never looks like one that found nothing."""

import json

import pytest

from bench.supply.audit import verdict

GOOD = {"name": "flask", "version": "3.1.3", "vulns": []}
BAD = {"name": "werkzeug", "version": "1.0", "vulns": [{"id": "GHSA-x", "fix_versions": ["3.0.6"]}]}
UNKNOWN = {"name": "ours", "skip_reason": "Dependency not found"}


@pytest.mark.parametrize(
    ("rows", "code", "last"),
    [
        ([GOOD], 0, "audit: 1 packages asked, 0 known holes"),
        ([GOOD, BAD], 1, "audit: 2 packages asked, 1 known holes"),
        ([GOOD, UNKNOWN], 2, "audit: 1 packages asked, 0 known holes; could not be asked: ours"),
        ([UNKNOWN], 2, "audit: NOT DONE, none of 1 packages could be asked (Dependency not found)"),
    ],
)
def test_the_code_says_what_was_found(rows, code, last):
    found, lines = verdict(json.dumps({"dependencies": rows}), "")
    assert (found, lines[-1]) == (code, last)


def test_a_hole_is_named_with_its_remedy():
    assert verdict(json.dumps({"dependencies": [BAD]}), "")[1][0] == "werkzeug 1.0: GHSA-x, fixed in 3.0.6"


@pytest.mark.parametrize("out", ["", "[]", "{}", "null", "oops"])
def test_no_network_is_told_in_one_line(out):
    code, lines = verdict(out, "Traceback\nConnectionError: name resolution failed\n")
    assert code == 2
    assert lines == [
        "audit: NOT DONE, the database of known holes could not be asked (ConnectionError: name resolution failed)"
    ]
