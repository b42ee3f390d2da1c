"""A stream of NDJSON -> items in the store, in bounded memory and within the limits."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from schemas.problem_kinds import problem_row
from service.core.domain import DocumentTooLargeError
from service.jobs.records import failed
from service.render.json import encode
from service.runtime.settings import Limits
from service.storage.jobs import NewItem

#: Bytes of documents in one transaction: the store's single writer is never held for long.
TRANSACTION_BYTES: Final = 4 * 1024 * 1024


@dataclass(slots=True)
class Intake:
    """Reads lines until the stream ends; afterwards `total` and `digest` tell what came."""

    limits: Limits
    public_url: str = ""
    total: int = 0
    size: int = 0
    _hash: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    @property
    def digest(self) -> str:
        """SHA-256 of everything that was read."""
        return self._hash.hexdigest()

    def batches(self, chunks: Iterable[bytes]) -> Iterator[list[NewItem]]:
        """Items a few at a time.

        Raises:
            DocumentTooLargeError: more bytes or documents than a job may have.
        """
        batch: list[NewItem] = []
        held = 0
        for line in self._lines(chunks):
            if not line.strip():
                continue
            if self.total >= self.limits.job_documents:
                raise _too_large("documents", self.limits.job_documents, "document")
            batch.append(self._item(line))
            self.total += 1
            held += len(line)
            if held >= TRANSACTION_BYTES:
                yield batch
                batch, held = [], 0
        if batch:
            yield batch

    def _lines(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Lines without their ends. Of one that is too long only so much is kept as shows that it is."""
        longest = self.limits.body_bytes
        rest = b""
        for chunk in chunks:
            self.size += len(chunk)
            if self.size > self.limits.job_bytes:
                raise _too_large("bytes", self.limits.job_bytes, "byte")
            self._hash.update(chunk)
            *lines, rest_of_chunk = chunk.split(b"\n")
            for line in lines:
                yield rest + line
                rest = b""
            rest = (rest + rest_of_chunk)[: longest + 1]
        if rest:
            yield rest

    def _item(self, line: bytes) -> NewItem:
        if len(line) > self.limits.body_bytes:
            problem = problem_row(
                "payload-too-large",
                f"The line has more than {self.limits.body_bytes} bytes.",
                public_url=self.public_url,
                limit=self.limits.body_bytes,
                actual=None,
                unit="byte",
            )
            return NewItem(self.total, None, encode(failed(self.total, None, problem)).decode())
        try:
            text = line.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            detail = f"The line is not UTF-8: byte {error.start} begins no character."
        else:
            if "\0" not in text:
                return NewItem(self.total, text)
            detail = "The character U+0000 stands in JSON only as an escape."
        problem = problem_row("malformed-json", detail, public_url=self.public_url)
        return NewItem(self.total, None, encode(failed(self.total, None, problem)).decode())


def _too_large(what: str, limit: int, unit: str) -> DocumentTooLargeError:
    return DocumentTooLargeError(
        f"A job may have {limit} {what}; this one has more.", limit=limit, actual=None, unit=unit
    )
