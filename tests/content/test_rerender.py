"""Stored HTML is made anew where the renderer is newer; words and their history stay."""

from io import StringIO

import pytest
from django.core.management import call_command

from discussions.models import Comment
from ideas.models import Idea
from tests.cast import Cast, make_idea, say

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
