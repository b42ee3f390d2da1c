"""Lines of JSON on standard error, wherever that leads at the time."""

import io
import json
import logging
import sys

from service.runtime import logs


def test_a_line_goes_to_the_standard_error_of_the_moment(monkeypatch):
    logs.configure("info")
    for _ in range(2):
        caught = io.StringIO()
        monkeypatch.setattr(sys, "stderr", caught)
        logging.getLogger("service.test").warning("said", extra={"fields": {"a": 1}})
        row = json.loads(caught.getvalue())
        assert (row["event"], row["level"], row["a"]) == ("said", "warning", 1)
        caught.close()
