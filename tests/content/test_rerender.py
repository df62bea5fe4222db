"""Stored HTML is made anew where the renderer is newer; words and their history stay."""

from io import StringIO

import pytest
from django.core.management import call_command

from discussions.models import Comment
from events.models import AgendaItem, Event, Minutes, Question
from ideas.models import Idea
from tests.cast import Cast, make_idea, say
from tests.events import ended

pytestmark = pytest.mark.django_db


def test_rendering_again_touches_what_an_older_renderer_made(cast: Cast) -> None:
    idea = make_idea(cast.author, cast.public, text="**Deich**")
    old, new = say(cast.mate, idea, "**@author**"), say(cast.mate, idea, "neu")
    Idea.objects.update(renderer=0, html="alt", lead="alt")
    Comment.objects.filter(pk=old.pk).update(renderer=0, html="alt")
    out = StringIO()
    call_command("rerender", stdout=out)
    assert out.getvalue() == "2 texts rendered.\n"
    again = Comment.objects.get(pk=old.pk)
    assert (again.html, again.renderer, again.version) == (old.html, 1, 2)
    assert (again.history.count(), Comment.objects.get(pk=new.pk).version) == (1, 1)
    assert (Idea.objects.get().html, Idea.objects.get().lead) == (idea.html, "Deich")


def test_texts_of_events_are_rendered_as_well(cast: Cast) -> None:
    item = ended.lively(cast)
    ended.published(cast.moderator, item, text="Die **Niederschrift**.")
    Event.objects.update(text="Der **Termin**.")
    AgendaItem.objects.update(text="Der **Punkt**.")
    answered = Question.objects.filter(answer="The **canary** answer.")
    for texts, field in ((Event.objects, "html"), (AgendaItem.objects, "html"),
                         (answered, "answer_html"), (Minutes.objects, "html")):  # fmt: skip
        texts.update(**{field: "alt"}, renderer=0)
    out = StringIO()
    call_command("rerender", stdout=out)
    assert out.getvalue() == "4 texts rendered.\n"
    again = [Event.objects.get().html, AgendaItem.objects.get().html,
             answered.get().answer_html, Minutes.objects.get().html]  # fmt: skip
    for word, html in zip(("Termin", "Punkt", "canary", "Niederschrift"), again, strict=True):
        assert f"<strong>{word}</strong>" in html
    assert Event.objects.get().lead == "Der Termin."
