"""Markdown as members write it, and the HTML that they get."""

import pytest

from ideaforge.text import Mentioned, handles_in, is_safe_address, render
from tests.ideaforge.parsed import elements_of

REL = 'rel="nofollow ugc noopener noreferrer"'
ANNA = {"anna-berg": Mentioned(url="/mitglieder/7-anna-berg/", name="Anna Berg")}


@pytest.mark.parametrize(
    ("source", "markup"),
    [
        ("Ein Satz.", "<p>Ein Satz.</p>"),
        ("eins\nzwei", "<p>eins<br>\nzwei</p>"),
        ("**fett** und *schräg*", "<p><strong>fett</strong> und <em>schräg</em></p>"),
        ("~~weg~~", "<p><s>weg</s></p>"),
        ("# Titel", "<h3>Titel</h3>"),
        ("### Titel", "<h4>Titel</h4>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("> Zitat", "<blockquote>\n<p>Zitat</p>\n</blockquote>"),
        ("`a < b`", "<p><code>a &lt; b</code></p>"),
        ("<b>roh</b>", "<p>&lt;b&gt;roh&lt;/b&gt;</p>"),
        ("![Bild](https://x.de/b.png)", f'<p>!<a href="https://x.de/b.png" {REL}>Bild</a></p>'),
    ],
)
def test_markdown_becomes_html(source: str, markup: str) -> None:
    assert render(source).strip() == markup


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("https://www.bund.de/a?b=1", "https://www.bund.de/a?b=1"),
        ("[Brief](mailto:a@b.de)", "mailto:a@b.de"),
        ("[hier](/ideen/)", "/ideen/"),
        ("www.bund.de", None),
        ("a@b.de", None),
        ("[x](javascript:alert(1))", None),
        ("[x](//evil.example)", None),
        ("[x](ftp://bund.de)", None),
        ("[x](tel:112)", None),
        ("[x](data:text/html,x)", None),
    ],
)
def test_only_links_of_three_schemes_and_of_this_site_lead_somewhere(
    source: str, target: str | None
) -> None:
    links = [one.attributes.get("href") for one in elements_of(render(source)) if one.tag == "a"]
    assert [link for link in links if link] == ([target] if target else [])


def test_every_link_says_that_we_do_not_vouch_for_it() -> None:
    links = elements_of(render("https://a.de und [b](https://b.de)"))[1:]
    assert [one.attributes["rel"] for one in links] == ["nofollow ugc noopener noreferrer"] * 2


@pytest.mark.parametrize(
    ("address", "is_safe"),
    [
        ("https://bund.de", True),
        ("HTTP://bund.de", True),
        ("/ideen/", True),
        ("//evil.example", False),
        ("/\\evil.example", False),
        ("java\tscript:alert(1)", False),
        (" https://bund.de", False),
        ("https://[bund", False),
        ("bund.de", False),
    ],
)
def test_an_address_is_judged_as_browsers_read_it(address: str, is_safe: bool) -> None:
    assert is_safe_address(address) is is_safe


def test_a_known_handle_becomes_a_link_with_the_name() -> None:
    expected = (
        '<p>Frag <a href="/mitglieder/7-anna-berg/" class="mention" '
        f"{REL}>@Anna Berg</a>, bitte.</p>"
    )
    assert render("Frag @anna-berg, bitte.", ANNA).strip() == expected


@pytest.mark.parametrize(
    "source", ["@niemand", "`@anna-berg`", "x@anna-berg", "a/@anna-berg", "@anna-bergmann"]
)
def test_what_only_looks_like_a_mention_stays_as_it_is(source: str) -> None:
    assert [one.tag for one in elements_of(render(source, ANNA)) if one.tag == "a"] == []


def test_handles_are_found_once_each() -> None:
    assert handles_in("@a-b und @c, nochmals @a-b; nicht mail@d.de") == {"a-b", "c"}


def test_a_mention_cannot_bring_markup_along() -> None:
    evil = {"x": Mentioned(url='/"><script>', name="<script>alert(1)</script>")}
    tags = [one.tag for one in elements_of(render("@x", evil))]
    assert tags == ["p", "a"]


def test_deep_nesting_ends_without_an_error() -> None:
    assert len(render(">" * 5_000 + "a")) > 0
    assert len(render("[" * 5_000)) > 0
    assert len(render("*a_" * 3_000)) > 0
