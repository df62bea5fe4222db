"""Every deed that stands in the log is called by a word there."""

import pytest

from moderation.models import Act
from moderation.words import VERBS, verb_label
from tests.live.deeds_on_pages import DEEDS, make_world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", DEEDS)
def test_a_deed_has_a_word_in_the_log(name: str) -> None:
    before, deed = DEEDS[name]
    world = make_world()
    before(world)
    deed(world)
    verbs = set(Act.objects.values_list("activity__verb", flat=True))
    assert verbs - set(VERBS) == set()


def test_words_are_german_and_none_is_empty() -> None:
    assert all(verb_label(verb) and verb_label(verb) != verb for verb in VERBS)
