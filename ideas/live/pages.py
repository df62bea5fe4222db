"""How deeds look on the page of an idea."""

from collections.abc import Sequence

from django.template.loader import render_to_string

from ideas.live.cards import track
from ideas.merging import together_with
from ideas.models import Idea, StageChange
from ideas.queries import steps_of
from live.registry import Fragment, shows


@shows("thread", "idea")
def idea_texts(thread_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return the words of the idea as its page shows them; a withdrawn one is gone."""
    fragments = {}
    for idea in _whole(ids):
        element = f"idea-{idea.pk}-text"
        html = text_html(idea) if idea.is_published else None
        fragments[idea.pk] = Fragment(element, html, [stage_part(idea)] if html else ())
    return fragments


@shows("thread", "support")
def supports(thread_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return the number of supporters."""
    return {idea.pk: Fragment(*support_part(idea)) for idea in _whole(ids)}


@shows("thread", "stage")
def stages(thread_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return the pilot's track and its steps."""
    return {idea.pk: Fragment(*stage_part(idea)) for idea in _whole(ids)}


def _whole(ids: Sequence[int]) -> list[Idea]:
    related = ("thread", "author__municipality", "municipality", "pilot")
    return list(Idea.objects.filter(pk__in=ids).select_related(*related))


def text_html(idea: Idea) -> str:
    """Return title, author, words and plan of an idea, the same for every reader."""
    context = {"idea": idea, "plan": getattr(idea, "pilot", None), "others": together_with(idea)}
    return render_to_string("ideas/_text.html", context).strip()


def support_part(idea: Idea) -> tuple[str, str]:
    """Return id and HTML of the supporters' count."""
    html = render_to_string("ideas/_support.html", {"idea": idea}).strip()
    return f"idea-{idea.pk}-support", html


def stage_part(idea: Idea) -> tuple[str, str]:
    """Return id and HTML of the pilot's track."""
    plan = getattr(idea, "pilot", None)
    steps: list[StageChange] = steps_of(idea) if plan else []
    context = {"idea": idea, "plan": plan, "track": track(plan) if plan else [], "steps": steps}
    return f"idea-{idea.pk}-stage", render_to_string("ideas/_stage.html", context).strip()
