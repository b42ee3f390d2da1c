"""Which document a process had in hand when it died: noted beside the part, so that no death is without its document."""

import faulthandler
import os
import struct
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import Final, Self

#: Deaths over the same document before it is given up, as for jobs.
MAX_DEATHS: Final = 3
_NOTE: Final = struct.Struct("<q")


class Attempts:
    """The attempts on one part, of which each dead one left the document that it had in hand.

    The file holds one number for each attempt; the one of the present attempt is overwritten as it goes on. What a process
    wrote survives its death without being flushed to disk.
    """

    def __init__(self, file: Path, seconds: float) -> None:
        """`seconds` are what one document may take before its process ends itself (0: for ever)."""
        self._file, self._seconds = file, seconds

    def __enter__(self) -> Self:
        self._notes = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
        self._nowhere = Path(os.devnull).open("w")
        earlier = os.read(self._notes, os.fstat(self._notes).st_size)
        whole = len(earlier) - len(earlier) % _NOTE.size
        self._deaths = Counter(number for (number,) in _NOTE.iter_unpack(earlier[:whole]))
        self._place = whole
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        faulthandler.cancel_dump_traceback_later()
        # The process lives, so whatever went wrong here is not the document's doing.
        os.ftruncate(self._notes, self._place)
        os.close(self._notes)
        self._nowhere.close()

    def begin(self, document: int) -> bool:
        """Take a document of the part in hand; False where that killed too many processes before."""
        if self._deaths[document] >= MAX_DEATHS:
            return False
        os.pwrite(self._notes, _NOTE.pack(document), self._place)
        if self._seconds:
            # Ends the process from a thread that needs no Python lock: the document may hang in native code.
            faulthandler.dump_traceback_later(self._seconds, exit=True, file=self._nowhere)
        return True


def deaths(file: Path) -> int:
    """How many attempts have left a note."""
    return file.stat().st_size // _NOTE.size if file.exists() else 0
