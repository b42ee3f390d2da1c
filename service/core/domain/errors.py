"""Errors that the core raises. Each carries a stable `code`; the HTTP edge maps codes to problems once."""


class SourcegradeError(Exception):
    """Base of every error that a caller can cause or should be told about.

    `code` is a stable slug; `details` holds JSON-ready facts about the case and never article text.
    """

    code = "internal"

    def __init__(self, message: str, **details: object) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class DeadlineExceededError(SourcegradeError):
    """The caller's time was over before anything was done."""

    code = "deadline-exceeded"


class UnsupportedMediaTypeError(SourcegradeError):
    """No parser is registered for the article's media type."""

    code = "unsupported-media-type"


class UnsupportedLanguageError(SourcegradeError):
    """The caller asked for a language that no model covers."""

    code = "unsupported-language"


class DocumentTooLargeError(SourcegradeError):
    """The document is longer than the declared limit."""

    code = "payload-too-large"


class InvalidContentError(SourcegradeError):
    """The content cannot be read as the media type it claims to be."""

    code = "invalid-request"


class PolicyError(SourcegradeError):
    """A check policy names an unknown rule, key or value."""

    code = "invalid-request"


class RegistryError(SourcegradeError):
    """Registry data or an overlay entry breaks the registry's rules."""

    code = "invalid-request"


class RequestError(SourcegradeError):
    """A request breaks its schema. `errors` in the details are rows of pointer, detail and code."""

    code = "invalid-request"
