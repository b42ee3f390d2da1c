"""The check client: drafts of a folder or a commit -> the service -> formats, files and an exit code.

Standard library only and Python 3.8, so that `clients/sourcegrade-check`, one file made of these modules, runs in any CI
image. `sourcegrade check` is the same client; without `--url` it checks in process.
"""
