"""API keys and scopes. Keys are compared by hash and in constant time; only hashes are ever held."""

import hmac
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any, Final, TypeVar, cast

from flask import g, request

from service.api.problems import Problem
from service.api.side_port import INSIDE
from service.api.state import state
from service.runtime.settings import Settings
from service.storage import keys
from service.storage.engine import Database

F = TypeVar("F", bound=Callable[..., Any])
#: A key with this scope may do everything.
ADMIN: Final = "admin"
_CHALLENGE: Final = {"WWW-Authenticate": 'Bearer realm="sourcegrade"'}


class Keyring:
    """The keys of the store, read again when their revision moves."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self._database = database
        self._keys: dict[str, keys.ApiKey] | None = None

    def forget(self) -> None:
        """Read the keys again at the next request."""
        self._keys = None

    def _all(self) -> dict[str, keys.ApiKey]:
        found = self._keys
        if found is None:
            found = self._keys = keys.all_keys(self._database)
        return found

    def is_open(self) -> bool:
        """Whether requests need no key. Once a key was made, also a revoked one, the door stays shut."""
        if self._settings.auth == "off":
            return True
        if self._settings.auth == "on" or not self._settings.is_loopback:
            return False
        return not self._all()

    def find(self, secret: str) -> keys.ApiKey | None:
        """The active key of a secret. Every hash is compared, so that the time tells nothing."""
        wanted = keys.digest(secret)
        now = datetime.now(UTC)
        found = None
        for digest, key in self._all().items():
            if hmac.compare_digest(digest, wanted) and key.active_at(now):
                found = key
        return found


def requires(scope: str) -> Callable[[F], F]:
    """Let a view run only for a key with the scope.

    Raises:
        Problem: `unauthenticated` or `forbidden`.
    """

    def decorate(view: F) -> F:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - a view's own signature
            authorize(scope)
            return view(*args, **kwargs)

        guarded.required_scope = scope  # type: ignore[attr-defined]
        apidoc = dict(getattr(guarded, "_apidoc", {}))
        manual = {**apidoc.get("manual_doc", {}), "security": [{"apiKey": []}, {}], "x-required-scope": scope}
        guarded._apidoc = {**apidoc, "manual_doc": manual}  # type: ignore[attr-defined]  # noqa: SLF001 - smorest's place for docs
        return cast("F", guarded)

    return decorate


def authorize(scope: str) -> None:
    """Check the current request's key.

    Remembers the key's id in `g.key_id`, and in `g.sees_all` whether it may see what others made.

    Raises:
        Problem: `unauthenticated` or `forbidden`.
        StorageUnavailableError: the keys cannot be read.
    """
    if scope == "metrics" and request.environ.get(INSIDE):
        return
    ring = state().keyring
    state().live.current()
    secret = _secret()
    if ring.is_open():
        g.sees_all = True
        return
    if secret is None:
        raise Problem("unauthenticated", "This needs a key.", headers=_CHALLENGE)
    key = ring.find(secret)
    if key is None:
        raise Problem("unauthenticated", "The key is not valid.", headers=_CHALLENGE)
    if scope not in key.scopes and ADMIN not in key.scopes:
        raise Problem("forbidden", f"The key lacks the scope {scope}.", required_scope=scope)
    g.key_id = key.id
    g.sees_all = ADMIN in key.scopes


def _secret() -> str | None:
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer" and value.strip():
        return value.strip()
    if kind:
        raise Problem("unauthenticated", "Only `Authorization: Bearer <key>` is understood.", headers=_CHALLENGE)
    return None


def has_keys(database: Database) -> bool:
    """Whether any key is active now.

    Raises:
        StorageUnavailableError: the store does not answer.
    """
    now = datetime.now(UTC)
    return any(key.active_at(now) for key in keys.all_keys(database).values())
