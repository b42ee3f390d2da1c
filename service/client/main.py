"""Entry points of the check client."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from service.client.arguments import argument_parser, checked_arguments
from service.client.link import HttpLink
from service.client.run import run_checks

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from service.client.run import Service

DEFAULT_URL = "http://127.0.0.1:8000"


def over_http(chosen: argparse.Namespace) -> Service:
    """The service at `--url`."""
    return HttpLink(
        chosen.url or DEFAULT_URL,
        os.environ.get("SOURCEGRADE_KEY") or None,
        timeout=chosen.timeout,
        patience=chosen.patience,
        wait=chosen.wait,
    )


def check_main(
    words: Sequence[str] | None = None,
    *,
    program: str = "sourcegrade-check",
    in_process: Callable[[argparse.Namespace], Service] | None = None,
) -> int:
    """Run the client with these arguments; `in_process` makes the engine that is used without `--url`."""
    parser = argument_parser(program, local=in_process is not None)
    chosen = checked_arguments(parser, sys.argv[1:] if words is None else words)
    connect = in_process if in_process is not None and not chosen.url else over_http
    try:
        return run_checks(chosen, connect)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 141
