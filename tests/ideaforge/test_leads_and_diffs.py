"""Short forms of texts: leads, differences, slugs, initials and hues."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideaforge.diff import word_diff
from ideaforge.slugs import german_slug
from ideaforge.templatetags.shape import bar_height, bar_top, hue, initials, moment
from ideaforge.text import lead, plain, render


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("", ""),
        ("Kurz. Aber der zweite Satz kommt noch dazu. Dritter.",
         "Kurz. Aber der zweite Satz kommt noch dazu."),
        ("# Deich\n\nEr hält seit Jahren. **Noch** lange!",
         "Deich Er hält seit Jahren. Noch lange!"),
        ("Mit 3.500 Euro wäre der Anfang gemacht. Mehr später.",
         "Mit 3.500 Euro wäre der Anfang gemacht."),
        ("a < b & c", "a < b & c"),
    ],
)  # fmt: skip
def test_the_lead_is_the_first_sentence_without_markup(source: str, shown: str) -> None:
    assert lead(render(source)) == shown


def test_a_long_lead_is_cut_at_a_word() -> None:
    shown = lead(render("Bürgerbeteiligung, " * 30))
    assert shown.endswith("Bürgerbeteiligung …")
    assert len(shown) <= 162


@given(st.text(max_size=400))
def test_every_lead_fits_its_column(words: str) -> None:
    assert len(lead(f"<p>{words}</p>")) <= 200


def test_plain_words_keep_blocks_apart() -> None:
    assert plain("<p>eins</p><p>zwei<br>drei</p>") == "eins zwei drei"


def test_a_difference_marks_words_and_keeps_the_rest() -> None:
    shown = word_diff("Der alte Deich", "Der neue Deich")
    assert shown == "Der <del>alte</del><ins>neue</ins> Deich"


def test_a_difference_never_lets_markup_through() -> None:
    shown = word_diff("<script>alt</script>", "<img src=x onerror=neu()>")
    assert "<script" not in shown
    assert "<img" not in shown
    assert "&lt;script&gt;" in shown


def test_long_unchanged_stretches_are_cut() -> None:
    same = " ".join(f"Wort{number}" for number in range(200))
    shown = word_diff(f"{same} alt", f"{same} neu")
    assert " … " in shown
    assert "Wort100" not in shown
    assert shown.endswith("<del>alt</del><ins>neu</ins>")


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("Müller & Söhne: Straße", "mueller-soehne-strasse"),
        ("ÄÖÜẞ", "aeoeuess"),
        ("日本", "x"),
        ("", "x"),
        ("Crème brûlée", "creme-brulee"),
        ("-- --", "x"),
    ],
)
def test_slugs_are_spelled_as_germans_read_them(words: str, slug: str) -> None:
    assert german_slug(words) == slug


@given(st.text(max_size=300))
def test_every_slug_fits_and_is_ascii(words: str) -> None:
    slug = german_slug(words)
    assert 0 < len(slug) <= 80
    assert slug.isascii()


def test_long_slugs_are_cut_at_a_word() -> None:
    assert german_slug("wort " * 30) == "-".join(["wort"] * 16)
    assert german_slug("w" * 90) == "w" * 80


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Dr. Anna von Berg", "AB"), ("Anna", "A"), ("", "?"), ("Dr.", "D"), ("ß", "SS")],
)
def test_initials_leave_titles_out(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_hues_stay_the_same_and_are_twelve() -> None:
    assert {hue(number) for number in range(500)} == set(range(12))
    assert hue("05314000") == hue("05314000")


def test_a_moment_without_time_is_empty_and_bars_never_vanish() -> None:
    assert moment(None) == ""
    assert (bar_height(0, 0), bar_height(5, 5), bar_top(5, 5)) == (2, 20, 0)
