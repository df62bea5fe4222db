"""Slugs as Germans read them: Müller becomes mueller, Straße becomes strasse."""

from collections.abc import Collection

from django.utils.text import slugify

_SPELLING = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ẞ": "SS"}
)


def german_slug(words: str, length: int = 80) -> str:
    """Return an ASCII slug of at most `length` characters, cut at a word; `x` for nothing."""
    slug = slugify(words.translate(_SPELLING))
    if len(slug) > length:
        slug = slug[: length + 1].rsplit("-", 1)[0][:length]
    return slug or "x"


def unused(base: str, taken: Collection[str]) -> str:
    """Return a slug, or the first of `slug-2`, `slug-3` … that nobody has."""
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
