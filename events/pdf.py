"""Pages as PDF, where WeasyPrint is installed (requirements/pdf.txt); it fetches nothing."""

from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

STYLE = "css/minutes-pdf.css"


@cache
def can_make_pdf() -> bool:
    """Tell whether WeasyPrint is installed, and the libraries of the system that it needs."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        return False
    return True


def pdf_of(markup: str, base: str) -> bytes:
    """Return a page as a tagged PDF (PDF/UA-1); links are made whole with `base`."""
    from weasyprint import CSS, HTML, URLFetcher

    found = finders.find(STYLE)
    assert found is not None
    nothing = URLFetcher(allowed_protocols=())
    style = CSS(string=Path(found).read_text(encoding="utf-8"), url_fetcher=nothing)
    page = HTML(string=markup, base_url=base, url_fetcher=nothing)
    made: bytes = page.write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1")
    return made
