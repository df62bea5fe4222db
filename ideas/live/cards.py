"""Cards of ideas, the same for every reader, and the order that places them on a board."""

from collections.abc import Sequence

from django.template.loader import render_to_string

from ideas.models import Idea, PilotPlan, Stage
from ideas.queries import topics_of
from live.fragments import kept

TRACK = [stage for stage in Stage if stage not in (Stage.PAUSED, Stage.ENDED)]


def card_html(ideas: Sequence[Idea]) -> list[str]:
    """Return the kept HTML of cards, the same for every reader; ideas come from `with_card`."""
    return kept("card", ideas, version=version_of, render=_render_cards)


def sort_key(idea: Idea) -> str:
    """Return what places a card on a board: its latest activity."""
    return f"{idea.thread.last_activity:%Y%m%d%H%M%S%f}-{idea.pk:010d}"


def version_of(idea: Idea) -> str:
    plan = getattr(idea, "pilot", None)
    topics = ",".join(f"{topic.pk}.{topic.version}" for topic in topics_of(idea))
    return (
        f"{idea.pk}.{int(idea.created.timestamp())}.{idea.version}.{idea.author.version}.{idea.support_count}."
        f"{idea.thread.comment_count}.{sort_key(idea)}.{plan.stage if plan else ''}.{topics}"
    )


def _render_cards(ideas: Sequence[Idea]) -> list[str]:
    return [render_to_string("ideas/_card.html", _card(idea)).strip() for idea in ideas]


def _card(idea: Idea) -> dict[str, object]:
    idea.card_topics = topics_of(idea)  # type: ignore[attr-defined]
    plan = getattr(idea, "pilot", None)
    idea.plan = plan  # type: ignore[attr-defined]
    return {"idea": idea, "sort": sort_key(idea), "track": track(plan) if plan else []}


def track(plan: PilotPlan) -> list[dict[str, object]]:
    """Return the five steps, each done, current or to do; a resting pilot keeps what it reached."""
    reached = [stage.value for stage in TRACK].index(plan.reached)
    names = ["done"] * reached + ["current"] + ["todo"] * (len(TRACK) - reached - 1)
    return [
        {"stage": stage.value, "label": stage.label, "state": name}
        for stage, name in zip(TRACK, names, strict=True)
    ]
