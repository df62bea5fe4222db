"""The one validator for words from people, on whatever Unicode offers."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from ideaforge.fields import split_line
from ideaforge.text import BIDI, clean_line, clean_text

ANYTHING = st.text(
    st.characters(exclude_categories=()) | st.sampled_from("\x00\r\n\t \u202e\ud800\u3164e\u0301")
)
INVISIBLE = ["", " ", "\n\t ", "\u00a0\u2003\u3000", "\u200b\u2060", "\u3164", "\u00ad\ufeff"]


def cleaned_by(clean: object, words: str) -> str | None:
    """Return the clean words, or None where they were refused with a reason."""
    try:
        return str(clean(words))  # type: ignore[operator]
    except ValidationError as error:
        return None if len(error.messages) == 1 else str(error)


@given(ANYTHING)
@example("\r\n")
@example("a\u0308")
def test_clean_text_can_be_stored_anywhere_and_does_not_change_again(words: str) -> None:
    cleaned = cleaned_by(clean_text, words)
    if cleaned is not None:
        assert clean_text(cleaned) == cleaned
        assert unicodedata.is_normalized("NFC", cleaned)
        assert "\x00" not in cleaned
        assert "\r" not in cleaned
        assert cleaned.encode("utf-8").decode("utf-8") == cleaned


@given(ANYTHING)
def test_clean_line_is_one_line_in_one_direction(words: str) -> None:
    cleaned = cleaned_by(clean_line, words)
    if cleaned is not None:
        assert clean_line(cleaned) == cleaned
        assert cleaned.splitlines() in ([], [cleaned])
        assert BIDI.isdisjoint(cleaned)


@given(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1))
def test_ordinary_words_are_never_refused(words: str) -> None:
    assert clean_text(words) == ("" if set(words) <= {"\u3164"} else clean_text(words))


@pytest.mark.parametrize("words", INVISIBLE)
def test_what_nobody_can_see_is_empty(words: str) -> None:
    assert (clean_text(words), clean_line(words)) == ("", "")


@pytest.mark.parametrize("words", ["a\x00b", "\x07", "a\x1bb", "\ud83d", "a\udc00"])
def test_what_cannot_be_stored_is_refused(words: str) -> None:
    assert (cleaned_by(clean_text, words), cleaned_by(clean_line, words)) == (None, None)


@pytest.mark.parametrize("character", sorted(BIDI))
def test_names_and_titles_refuse_what_texts_may_have(character: str) -> None:
    words = f"Rat{character}haus"
    assert (cleaned_by(clean_text, words), cleaned_by(clean_line, words)) == (words, None)


def test_line_ends_and_composed_letters_are_the_same_from_every_browser() -> None:
    assert clean_text("Mu\u0308ll\r\nweg\rda\t!") == "Müll\nweg\nda\t!"
    assert clean_line("  Mu\u0308ll\r\n weg\u2028da ") == "Müll weg da"


def test_emoji_with_joiners_and_right_to_left_scripts_stay_whole() -> None:
    for words in ("👩\u200d👩\u200d👧", "שלום", "🏳️\u200d🌈 und مرحبا"):
        assert (clean_text(words), clean_line(words)) == (words, words)


def test_a_list_of_tags_loses_repetitions_and_empty_ones() -> None:
    assert split_line("Müll, , MÜLL,  Rad  weg ,müll,\u200b", at=",") == ["Müll", "Rad weg"]
