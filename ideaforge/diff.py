"""Readable differences between two versions of a text, word by word."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

WORDS = re.compile(r"\s+|[^\s]+")
UNCHANGED_SHOWN = 40  # words around a change; longer unchanged stretches are cut


def word_diff(before: str, after: str) -> SafeString:
    """Return HTML in which removed words stand in `<del>` and new ones in `<ins>`."""
    return mark_safe("".join(_parts(WORDS.findall(before), WORDS.findall(after))))  # noqa: S308


def _parts(before: list[str], after: list[str]) -> Iterator[str]:
    # Without the junk heuristic, which takes frequent words of long texts for noise.
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield _shortened(before[i:j])
            continue
        if i < j:
            yield format_html("<del>{}</del>", "".join(before[i:j]))
        if k < m:
            yield format_html("<ins>{}</ins>", "".join(after[k:m]))


def _shortened(words: list[str]) -> str:
    if len(words) <= 2 * UNCHANGED_SHOWN:
        return escape("".join(words))
    head, tail = words[:UNCHANGED_SHOWN], words[-UNCHANGED_SHOWN:]
    return escape("".join(head)) + " … " + escape("".join(tail))
