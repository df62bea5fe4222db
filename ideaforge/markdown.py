"""Safe HTML back to Markdown that means the same in every reader, for files to take along."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import quote, urljoin

MARKS = {"strong": "**", "em": "*", "s": "~~"}
HEADINGS = {"h3": "####", "h4": "#####", "h5": "######"}  # below those of a document
SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")
AT_START = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")
INLINE = frozenset({"strong", "em", "s", "code", "a", "br"})


@dataclass
class Node:
    """An element and what stands in it."""

    tag: str
    href: str = ""
    children: "list[Node | str]" = field(default_factory=list)


def escaped(text: str) -> str:
    """Return plain words as one line of Markdown that shows exactly these words."""
    line = SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return AT_START.sub(_kept_at_start, line)


def _kept_at_start(match: re.Match[str]) -> str:
    space, mark = match.groups()
    return f"{space}{mark}\\" if mark.isdigit() else f"{space}\\{mark}"


def markdown_of(markup: str, base: str = "") -> str:
    """Return HTML that has passed `sanitize` as Markdown; links are made whole with `base`."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return "\n\n".join(_blocks(reader.root.children, base))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, dict(attrs).get("href") or "")
        self.open[-1].children.append(node)
        if tag not in ("br", "hr"):
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if len(self.open) > 1 and self.open[-1].tag == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def _blocks(nodes: "Sequence[Node | str]", base: str) -> list[str]:
    blocks: list[str] = []
    inline: list[Node | str] = []
    for node in nodes:
        if isinstance(node, str) or node.tag in INLINE:
            inline.append(node)
            continue
        blocks += [_line(inline, base), _block(node, base)]
        inline = []
    return [block for block in [*blocks, _line(inline, base)] if block.strip()]


def _line(nodes: "Sequence[Node | str]", base: str) -> str:
    line = "".join(_inline(node, base) for node in nodes).strip().replace("\n ", "\n")
    return AT_START.sub(_kept_at_start, line)


def _block(node: Node, base: str) -> str:
    if node.tag in HEADINGS:
        return f"{HEADINGS[node.tag]} {_line(node.children, base)}"
    if node.tag == "hr":
        return "---"
    if node.tag == "pre":
        words = _words(node).rstrip("\n")
        fence = "`" * max(3, _longest(words) + 1)
        return f"{fence}\n{words}\n{fence}"
    if node.tag == "blockquote":
        return _led("> ", "> ", "\n\n".join(_blocks(node.children, base)))
    if node.tag in ("ul", "ol"):
        return _list(node, base)
    return "\n\n".join(_blocks(node.children, base))


def _list(node: Node, base: str) -> str:
    items = [one for one in node.children if isinstance(one, Node) and one.tag == "li"]
    lines = []
    for number, item in enumerate(items, start=1):
        mark = "- " if node.tag == "ul" else f"{number}. "
        lines.append(_led(mark, " " * len(mark), "\n\n".join(_blocks(item.children, base))))
    return "\n".join(lines)


def _led(first: str, rest: str, text: str) -> str:
    lines = text.split("\n")
    led = [first + lines[0], *(rest + line for line in lines[1:])]
    return "\n".join(line if line.strip(" >") else line.rstrip() for line in led)


def _inline(node: "Node | str", base: str) -> str:
    if isinstance(node, str):
        return SPECIAL.sub(r"\\\1", re.sub(r"\s+", " ", node))
    if node.tag == "br":
        return "  \n"
    if node.tag == "code":
        words = " ".join(_words(node).split("\n"))
        fence = "`" * (_longest(words) + 1)
        space = " " if "`" in words else ""
        return f"{fence}{space}{words}{space}{fence}"
    inner = "".join(_inline(child, base) for child in node.children)
    if node.tag == "a":
        href = quote(urljoin(base, node.href), safe=":/?#[]@!$&'*+,;=%~")
        return f"[{inner}]({href})"
    mark = MARKS.get(node.tag, "")
    return f"{mark}{inner}{mark}" if inner.strip() else inner


def _words(node: Node) -> str:
    return "".join(one if isinstance(one, str) else _words(one) for one in node.children)


def _longest(words: str) -> int:
    return max((len(run) for run in re.findall(r"`+", words)), default=0)
