"""The pages that are measured, and for whom."""

from urllib.parse import urlencode

from bench.store import Facts

READERS = ("guest", "member")
FILTER = {"thema": "klimaschutz", "land": "06", "art": "idee", "sort": "aktiv"}
SEARCH = {"suche": "beteiligung"}


def paths(facts: Facts) -> dict[str, str]:
    """Return the address of each page by its name."""
    return {
        "home": "/",
        "list": "/ideen/",
        "filtered list": f"/ideen/?{urlencode(FILTER)}",
        "board": "/themen/klimaschutz/",
        "idea": facts.idea["path"],
        "idea with the long thread": facts.long["path"],
        "search": f"/ideen/?{urlencode(SEARCH)}",
    }
