"""What a browser would make of rendered HTML: its elements, as the standard's parser sees them."""

import re
from dataclasses import dataclass
from importlib import import_module

html5lib = import_module("bleach._vendor.html5lib")  # has no types
ALLOWED = {
    "p", "br", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr",
    "h3", "h4", "h5",
}  # fmt: skip
SCHEMES = {"http", "https", "mailto"}
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")


@dataclass(frozen=True)
class Element:
    """A tag with its attributes."""

    tag: str
    attributes: dict[str, str]


def elements_of(markup: str) -> list[Element]:
    """Return the elements of a fragment in order."""
    tree = html5lib.parseFragment(markup, treebuilder="etree", namespaceHTMLElements=False)
    found = []
    for token in html5lib.getTreeWalker("etree")(tree):
        if token["type"] in {"StartTag", "EmptyTag"}:
            attributes = {name: value for (_space, name), value in token["data"].items()}
            found.append(Element(token["name"], attributes))
    return found


def dangers_in(markup: str) -> list[Element]:
    """Return what no words of people may contain: a foreign tag, attribute, or scheme."""
    return [element for element in elements_of(markup) if not _is_harmless(element)]


def _is_harmless(element: Element) -> bool:
    if element.tag not in ALLOWED:
        return False
    if element.tag != "a":
        return element.attributes == {}
    # Browsers skip spaces and control characters before they look for the scheme.
    href = re.sub(r"[\x00-\x20]", "", element.attributes.get("href", "")).lower()
    scheme = SCHEME.match(href)
    known = set(element.attributes) <= {"href", "title", "class", "rel"}
    return known and (scheme is None or scheme.group(1) in SCHEMES)
