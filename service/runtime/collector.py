"""Python's cycle collector, kept out of the way while much is loaded that stays, and afterwards."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: Containers that must be made, and not be gone again, before the youngest ones are looked through (Python's own: 700).
#: Annotation makes no cycles; at 700 a fourteenth of an article's time went into looking for them.
YOUNG = 20_000


@contextmanager
def no_collection() -> Iterator[None]:
    """Collect nothing inside the block: the collector would walk the growing heap again and again, and find nothing."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def settle() -> None:
    """Leave what is loaded out of every later collection, and collect seldom: for a process that serves from here on.

    Called before a fork, it keeps the pages of what is loaded shared.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
