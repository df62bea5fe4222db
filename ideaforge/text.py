"""Words from people: one validator for plain text, and Markdown made into safe HTML."""

import html
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import bleach
import nh3
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

RENDERER = 1  # raise it when the HTML of the same source changes, then run `manage.py rerender`
TAGS = frozenset(
    "p br strong em s code pre blockquote ul ol li a h3 h4 h5 hr".split()  # noqa: SIM905
)
SCHEMES = frozenset({"http", "https", "mailto"})
LINK_REL = "nofollow ugc noopener noreferrer"
MENTION = re.compile(r"(?<![\w@/.-])@([a-z0-9]+(?:-[a-z0-9]+)*)", re.ASCII)
BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
HEADINGS = {"h1": "h3", "h2": "h3", "h3": "h4", "h4": "h5", "h5": "h5", "h6": "h5"}


@dataclass(frozen=True)
class Mentioned:
    """Whom a handle stands for: the address of the profile and the name to show."""

    url: str
    name: str


def clean_text(value: str) -> str:
    """Return multi-line text in NFC with `\\n` ends; raise ValidationError with the reason."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    for character in value:
        if "\ud800" <= character <= "\udfff":
            raise ValidationError(_("The text contains a broken character. Please retype it."))
        if character < " " and character not in "\t\n":
            raise ValidationError(_("The text contains a control character. Please remove it."))
    value = unicodedata.normalize("NFC", value).strip()
    if value and not any(is_visible(character) for character in value):
        return ""
    return value


def clean_line(value: str) -> str:
    """Return one line (a name, tag or title): as `clean_text`, and nothing that turns direction."""
    value = " ".join(clean_text(value).split())
    if not BIDI.isdisjoint(value):
        raise ValidationError(
            _("The text contains an invisible character that turns the direction of writing.")
        )
    return value


def is_visible(character: str) -> bool:
    """Tell whether a reader sees the character: no space, format or filler character."""
    return unicodedata.category(character)[0] not in "ZC" and character != "\u3164"


def handles_in(source: str) -> set[str]:
    """Return the handles that a text mentions, without the `@`."""
    return set(MENTION.findall(source))


def render(source: str, mentions: Mapping[str, Mentioned] | None = None) -> str:
    """Return safe HTML of Markdown; handles in `mentions` become links to profiles.

    The caller checks the length first: the cost grows with nesting.
    """
    environment = {"mentions": mentions or {}}
    return sanitize(_markdown.render(source, environment))


def sanitize(markup: str) -> str:
    """Pass HTML through both gates: bleach's allow-list, then nh3."""
    cleaned = bleach.clean(markup, tags=TAGS, attributes=_is_allowed, protocols=SCHEMES, strip=True)
    return nh3.clean(
        cleaned,
        tags=set(TAGS),
        attributes={"a": {"href", "title"}},
        allowed_classes={"a": {"mention"}},
        url_schemes=set(SCHEMES),
        link_rel=LINK_REL,
    )


def plain(markup: str) -> str:
    """Return the words of rendered HTML, one line, without tags."""
    spaced = re.sub(r"<(?:/p|/li|/h\d|br)[^>]*>", " ", markup)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", spaced)).split())


def lead(markup: str, length: int = 160) -> str:
    """Return the first sentence of rendered HTML, cut at a word where it is longer."""
    words = plain(markup)
    sentence = re.match(r".{30,}?[.!?](?=\s|$)", words)
    first = sentence.group() if sentence else words
    if len(first) <= length:
        return first
    return first[:length].rsplit(" ", 1)[0].rstrip(",;:–-") + " …"


def _is_allowed(tag: str, name: str, value: str) -> bool:
    if tag != "a":
        return False
    if name == "class":
        return value == "mention"
    return name == "title" or (name == "href" and is_safe_address(value))


def is_safe_address(address: str) -> bool:
    """Tell whether a link may point there: http, https, mailto, or a path of this site."""
    if any(ord(character) < 33 for character in address):
        return False
    if address.startswith("/"):
        return not address.startswith(("//", "/\\"))
    try:
        return urlsplit(address).scheme.lower() in SCHEMES
    except ValueError:
        return False


def _link_mentions(state: StateCore) -> None:
    known: Mapping[str, Mentioned] = state.env.get("mentions", {})
    for block in state.tokens:
        if block.type != "inline" or not block.children or not known:
            continue
        depth, children = 0, []
        for token in block.children:
            depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
            if token.type == "text" and depth == 0:
                children.extend(_split_mentions(token, known))
            else:
                children.append(token)
        block.children = children


def _split_mentions(token: Token, known: Mapping[str, Mentioned]) -> list[Token]:
    tokens, position = [], 0
    for match in MENTION.finditer(token.content):
        if match.group(1) not in known:
            continue
        mentioned = known[match.group(1)]
        tokens.append(_text(token.content[position : match.start()]))
        tokens.append(Token("link_open", "a", 1, {"href": mentioned.url, "class": "mention"}))
        tokens.append(_text("@" + mentioned.name))
        tokens.append(Token("link_close", "a", -1))
        position = match.end()
    tokens.append(_text(token.content[position:]))
    return tokens


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _lower_headings(state: StateCore) -> None:
    # The page has one h1 and its own h2; what a person writes begins below them.
    for token in state.tokens:
        if token.tag in HEADINGS:
            token.tag = HEADINGS[token.tag]


def _make_markdown() -> MarkdownIt:
    options = {"html": False, "linkify": True, "breaks": True, "maxNesting": 20}
    markdown = MarkdownIt("commonmark", options).enable(["linkify", "strikethrough"])
    markdown.disable("image")
    assert markdown.linkify is not None
    markdown.linkify.set({"fuzzy_link": False, "fuzzy_email": False})
    markdown.core.ruler.push("mentions", _link_mentions)
    markdown.core.ruler.push("headings", _lower_headings)
    return markdown


_markdown = _make_markdown()
