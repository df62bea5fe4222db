"""QR codes as markup inside a page: black on white in every scheme, without styles."""

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_svg(words: str, title: str) -> SafeString:
    """Return the QR code of an address; `title` is what a screen reader says."""
    code = segno.make_qr(words, error="m")
    drawn = code.svg_inline(
        omitsize=True, border=2, dark="#000", light="#fff", svgclass="qr", lineclass=None,
        title=title,
    )  # fmt: skip
    marked = drawn.replace("<svg ", '<svg role="img" ', 1)
    return mark_safe(marked)  # noqa: S308 - segno draws it, and escapes the title
