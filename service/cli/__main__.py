"""`python -m service.cli` is `sourcegrade`."""

from service.cli.main import main

main()
