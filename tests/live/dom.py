"""A page as the browser holds it: elements by id, and frames put as static/js/place.js does."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "use", "wbr"}


@dataclass(eq=False)
class Node:
    """An element with its attributes and what stands in it."""

    tag: str
    attributes: dict[str, str]
    children: list["Node | str"] = field(default_factory=list)
    parent: "Node | None" = None

    def text(self) -> str:
        """Return the element as text that does not depend on how it was written."""
        names = " ".join(f'{name}="{value}"' for name, value in sorted(self.attributes.items()))
        inner = "".join(
            child.text() if isinstance(child, Node) else " ".join(child.split())
            for child in self.children
        )
        return f"<{self.tag} {names}>{inner}</{self.tag}>"

    def elements(self) -> list["Node"]:
        """Return the elements that stand directly in this one."""
        return [child for child in self.children if isinstance(child, Node)]

    def find(self, name: str, value: str) -> "Node | None":
        """Return the first element below with this attribute."""
        for child in self.elements():
            found = child if child.attributes.get(name) == value else child.find(name, value)
            if found is not None:
                return found
        return None

    def remove(self) -> None:
        """Take the element out of the page."""
        assert self.parent is not None
        self.parent.children.remove(self)

    def replace(self, fresh: "Node") -> None:
        """Put another element in this one's place."""
        assert self.parent is not None
        fresh.parent = self.parent
        self.parent.children[self.parent.children.index(self)] = fresh


class Reader(HTMLParser):
    """Builds the tree."""

    def __init__(self) -> None:
        super().__init__()
        self.root = self.here = Node("root", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        node = Node(tag, {name: value or "" for name, value in attrs}, parent=self.here)
        self.here.children.append(node)
        if tag not in VOID:
            self.here = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Add an element that closes itself."""
        node = Node(tag, {name: value or "" for name, value in attrs}, parent=self.here)
        self.here.children.append(node)

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and what was left open in it."""
        place: Node | None = self.here
        while place is not None and place.tag != tag:
            place = place.parent
        if place is not None and place.parent is not None:
            self.here = place.parent

    def handle_data(self, data: str) -> None:
        """Add words."""
        self.here.children.append(data)


def parse(html: str) -> Node:
    """Return the tree of a page or fragment."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.root


@dataclass
class Page:
    """A page that follows one stream."""

    root: Node
    stream: str

    @property
    def list(self) -> Node | None:
        """The list that the stream fills."""
        return self.root.find("data-stream", self.stream)

    @property
    def n(self) -> int:
        """Up to which activity the page was made."""
        assert self.list is not None
        return int(self.list.attributes["data-n"])

    def hear(self, message: dict[str, Any]) -> None:
        """Do what a frame says."""
        for part in message.get("also", []):
            self._replace(part["id"], part["html"])
        old = self.root.find("id", message["id"])
        if message["ev"] == "gone":
            if old is not None:
                old.remove()
            return
        fresh = parse(message["html"]).elements()[0]
        in_list = old is None or (old.parent is self.list and "data-sort" in fresh.attributes)
        if old is not None and not in_list:
            old.replace(fresh)
        elif self.list is not None and "data-sort" in fresh.attributes:
            if old is not None:
                old.remove()
            self._arrive(self.list, fresh)

    def _replace(self, element: str, html: str) -> None:
        if (old := self.root.find("id", element)) is not None:
            old.replace(parse(html).elements()[0])

    def _arrive(self, into: Node, fresh: Node) -> None:
        rising, key = into.attributes["data-order"] == "asc", fresh.attributes["data-sort"]
        fresh.parent = into
        for place, other in enumerate(into.children):
            sort = other.attributes.get("data-sort") if isinstance(other, Node) else None
            if sort is not None and (sort > key if rising else sort < key):
                into.children.insert(place, fresh)
                return
        into.children.append(fresh)

    def shown(self, *ids: str) -> dict[str, object]:
        """Return what has to be the same on a fresh page: the list in order, and these elements."""
        items = self.list.elements() if self.list is not None else []
        found = {one: self.root.find("id", one) for one in ids}
        return {
            "list": [item.text() for item in items if "id" in item.attributes],
            **{one: node.text() if node is not None else None for one, node in found.items()},
        }
