"""Whether plain text was wrapped at a column, as mail and wire feeds do."""

_MINIMUM_LINES = 6


def is_wrapped(text: str) -> bool:
    """Whether most lines are of similar, short length and break inside sentences."""
    lines = [line.rstrip() for line in text.split("\n") if line.strip()]
    if len(lines) < _MINIMUM_LINES or "\n\n" not in text.replace("\r", ""):
        return False
    longest = max(map(len, lines))
    if not 40 <= longest <= 100:
        return False
    inside = sum(1 for line in lines if line[-1] not in '.!?"”’' and len(line) > 0.6 * longest)
    return inside > 0.5 * len(lines)
