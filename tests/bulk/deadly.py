"""What the processes of these tests run first: a model that some articles kill or hang."""

import os
import signal
import time

from service.bulk import parts
from service.runtime.resources import load_resources


def prepare() -> None:
    """Real annotation, except of texts that ask for death."""
    load_resources()
    annotate = parts.annotate

    def dangerous(article, resources, options):
        if "KILL" in article.content:
            os.kill(os.getpid(), signal.SIGKILL)
        if "HANG" in article.content:
            time.sleep(3600)
        if "RAISE" in article.content:
            raise MemoryError
        return annotate(article, resources, options)

    parts.annotate = dangerous


def stillborn() -> None:
    """A process that dies before it has begun, as where memory is short."""
    os._exit(1)
