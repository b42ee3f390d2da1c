"""How property tests search: the same examples on every run, so that a build says something about the change alone.

`make fuzz` searches anew each time and longer; what it finds becomes an `@example`.
"""

import os

from hypothesis import settings

settings.register_profile("repeat", derandomize=True, deadline=None, max_examples=300)
settings.register_profile("search", deadline=None, max_examples=3000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeat"))
