"""How large a name stands on a badge, so that a long one is whole and a short one is seen."""

# The longest word decides, and so does the whole: a badge has room for two lines.
SIZES = [("name-xl", 9, 18), ("name-l", 12, 26), ("name-m", 17, 42)]  # class, word, name


def size_of(name: str) -> str:
    """Return the class of the size in which a name fits."""
    longest = max((len(part) for part in name.replace("-", "- ").split()), default=0)
    for size, word, whole in SIZES:
        if longest <= word and len(name) <= whole:
            return size
    return "name-s"
