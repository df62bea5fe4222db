"""How ideas look: on their own page, as cards on boards, and who may join a board's stream."""

from collections.abc import Sequence
from dataclasses import replace

from django.template.loader import render_to_string

from discussions.models import Comment
from ideas.access import listed_on, topics_visible_to
from ideas.models import Idea, PilotPlan, Stage, StageChange, Topic
from ideas.queries import pins_of, steps_of, topics_of, with_card
from live.fragments import digest, kept
from live.registry import Fragment, audience, shows
from members.models import Member

TRACK = [stage for stage in Stage if stage not in (Stage.PAUSED, Stage.ENDED)]


@audience("topic")
def readable_boards(member: Member | None, numbers: set[int]) -> set[int]:
    """Return which boards the member may read."""
    return set(topics_visible_to(member).filter(pk__in=numbers).values_list("pk", flat=True))


def card_html(ideas: Sequence[Idea]) -> list[str]:
    """Return the kept HTML of cards, the same for every reader; ideas come from `with_card`."""
    return kept("card", ideas, version=_version, render=_render_cards)


def sort_key(idea: Idea) -> str:
    """Return what places a card on a board: its latest activity."""
    return f"{idea.thread.last_activity:%Y%m%d%H%M%S%f}-{idea.pk:010d}"


def _version(idea: Idea) -> str:
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


@shows("topic", "idea", "pin")
def cards_and_pins(topic_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return ideas as cards of this board, and with each its pinned ideas as they stand now."""
    topic = Topic.objects.get(pk=topic_pk)
    pins = pinned_part(topic, pins_of(topic))
    cards = cards_of_ideas(topic_pk, ids)
    return {pk: replace(card, also=[pins]) for pk, card in cards.items()}


@shows("topic", "support", "stage")
def cards_of_ideas(topic_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return ideas as cards of this board; those that left it are gone."""
    topic = Topic.objects.get(pk=topic_pk)
    ideas = list(with_card(listed_on(topic).filter(pk__in=ids)))
    html = dict(zip([idea.pk for idea in ideas], card_html(ideas), strict=True))
    return {pk: Fragment(f"idea-{pk}", html.get(pk)) for pk in ids}


@shows("topic", "comment")
def cards_of_comments(topic_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return the cards of the ideas in whose threads these comments stand."""
    rows = Comment.objects.filter(pk__in=ids).values_list("pk", "thread__idea__pk")
    idea_of = {comment: idea for comment, idea in rows if idea is not None}
    cards = cards_of_ideas(topic_pk, sorted(set(idea_of.values())))
    return {comment: cards[idea] for comment, idea in idea_of.items()}


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


def pinned_part(topic: Topic, pins: Sequence[Idea]) -> tuple[str, str]:
    """Return id and HTML of the pinned ideas; their controls are shown by boards that are mine."""
    version = digest(topic.pk, topic.slug, [_version(idea) for idea in pins])

    def render(pinned: Sequence[Sequence[Idea]]) -> list[str]:
        return [_pinned(topic, ideas) for ideas in pinned]

    html = kept("pinned", [pins], version=lambda _pins: version, render=render)[0]
    return f"{topic.stream}-pinned", html


def _pinned(topic: Topic, pins: Sequence[Idea]) -> str:
    context = {"topic": topic, "pins": pins, "cards": card_html(pins)}
    return render_to_string("ideas/_pinned.html", context).strip()


def _whole(ids: Sequence[int]) -> list[Idea]:
    related = ("thread", "author__municipality", "municipality", "pilot")
    return list(Idea.objects.filter(pk__in=ids).select_related(*related))


def text_html(idea: Idea) -> str:
    """Return title, author, words and plan of an idea, the same for every reader."""
    plan = getattr(idea, "pilot", None)
    return render_to_string("ideas/_text.html", {"idea": idea, "plan": plan}).strip()


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
