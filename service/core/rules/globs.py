"""Path patterns of a policy: `*` and `?` stay inside a folder, `**` crosses folders. Linear in pattern times path, no backtracking."""


def matches(pattern: str, path: str) -> bool:
    """Whether the whole path fits the pattern; a pattern without a slash is tried on the file's name as well."""
    # No removeprefix: the check client is made from this module too, and runs on Python 3.8.
    pattern, path = (word[2:] if word.startswith("./") else word for word in (pattern, path))  # noqa: FURB188
    if "/" not in pattern and _segment(pattern, path.rpartition("/")[2]):
        return True
    return _folders(pattern.split("/"), path.split("/"))


def _folders(pattern: list[str], path: list[str]) -> bool:
    """Which prefixes of the path fit the pattern read so far; `**` fits any number of folders."""
    fits = [True] + [False] * len(path)
    for piece in pattern:
        if piece == "**":
            first = fits.index(True) if True in fits else len(fits)
            fits = [index >= first for index in range(len(fits))]
        else:
            fits = [False] + [fits[index] and _segment(piece, path[index]) for index in range(len(path))]
    return fits[-1]


def _segment(pattern: str, name: str) -> bool:
    """One folder or file name against one piece; the last star is the only one that ever has to be taken back."""
    at = place = 0
    star, mark = -1, 0
    while place < len(name):
        if at < len(pattern) and pattern[at] == "*":
            star, mark = at, place
            at += 1
        elif at < len(pattern) and pattern[at] in {"?", name[place]}:
            at += 1
            place += 1
        elif star >= 0:
            mark += 1
            at, place = star + 1, mark
        else:
            return False
    return all(sign == "*" for sign in pattern[at:])
