"""The entry of gunicorn."""

import sys

from service.runtime.collector import no_collection, settle

with no_collection():
    from service.api.app import create_app
    from service.api.state import NAME, State
    from service.core.domain import RegistryError
    from service.runtime.settings import Settings, SettingsError
    from service.storage.engine import StorageUnavailableError

    try:
        app = create_app(Settings.from_env())
    except (SettingsError, StorageUnavailableError, RegistryError) as error:  # the operator's to mend, told in one line
        sys.exit(f"sourcegrade: {error}")

# Before the fork: a child must not inherit an open connection, and what was loaded stays out of the collector's way,
# so that its pages remain shared.
_state: State = app.extensions[NAME]
_state.database.dispose()
settle()
