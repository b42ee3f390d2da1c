"""Training, evaluation, measurements and builders: never imported by the service."""
