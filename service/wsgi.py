"""The entry of gunicorn."""

from service.runtime.collector import no_collection, settle

with no_collection():
    from service.api.app import create_app
    from service.api.state import NAME, State
    from service.runtime.settings import Settings

    app = create_app(Settings.from_env())

# Before the fork: a child must not inherit an open connection, and what was loaded stays out of the collector's way,
# so that its pages remain shared.
_state: State = app.extensions[NAME]
_state.database.dispose()
settle()
