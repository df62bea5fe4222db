"""What an idea consists of, and how it is stored: words, topics, tags, plan, search words."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import OuterRef, Subquery

from discussions.actions import admit
from discussions.models import Thread
from ideaforge.text import RENDERER, lead, render
from ideas.access import audience_of
from ideas.merging import together_with
from ideas.models import ENTRUSTED, Idea, IdeaTag, IdeaTopic, PilotPlan, State, Tag, Topic
from ideas.search import index_idea
from members.models import Member, Municipality


@dataclass(frozen=True)
class Content:
    """Clean words of a form: the first topic is the main one; `plan` None means no pilot."""

    title: str
    text: str
    topics: list[Topic] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    municipality: Municipality | None = None
    plan: dict[str, str] | None = None


def fill(idea: Idea, content: Content) -> None:
    """Put the words into the idea, without storing it."""
    idea.title, idea.text, idea.municipality = content.title, content.text, content.municipality
    idea.html, idea.renderer = render(content.text), RENDERER
    idea.lead = lead(idea.html)


def store_around(idea: Idea, content: Content) -> None:
    """Store what hangs on a stored idea: topics, tags, plan, search words, readers."""
    place_on_boards(idea, content.topics)
    tag(idea, content.tags)
    if content.plan is not None:
        plan, _new = PilotPlan.objects.get_or_create(idea=idea)
        for name, value in content.plan.items():
            setattr(plan, name, value)
        plan.save()
        idea.pilot = plan
    index_idea(idea)
    tell_thread(idea, content.topics)


def place_on_boards(idea: Idea, topics: list[Topic]) -> None:
    """Put an idea on these boards, in this order; on those that stay it keeps its place."""
    before = {placement.tag_id: placement for placement in idea.placements.order_by("pk")}
    if list(before) == [topic.pk for topic in topics]:
        return
    idea.placements.all().delete()
    fresh = []
    for topic in topics:  # numbered anew, because their order is that of their numbers
        placement = before.get(topic.pk) or IdeaTopic(tag=topic, content_object=idea)
        placement.pk = None
        fresh.append(placement)
    IdeaTopic.objects.bulk_create(fresh)


def tag(idea: Idea, names: list[str]) -> None:
    """Give an idea exactly these free tags."""
    wanted = [tag_named(name) for name in names]
    kept = set(idea.tag_uses.values_list("tag_id", flat=True))
    idea.tag_uses.exclude(tag__in=wanted).delete()
    IdeaTag.objects.bulk_create(
        IdeaTag(tag=one, content_object=idea) for one in wanted if one.pk not in kept
    )


def tag_named(name: str) -> Tag:
    """Return the tag of a name, whatever its capitals; the first spelling stays."""
    key = name.casefold()[:100]  # some letters become three in lower case
    found: Tag = Tag.objects.get_or_create(key=key, defaults={"name": name})[0]
    return found


def tell_thread(idea: Idea, topics: list[Topic]) -> None:
    """Tell the idea's thread who reads it, who moderates it, and which boards show it."""
    entrusted = idea.state in ENTRUSTED
    curators = Member.objects.filter(curated_topics__in=topics, is_active=True)
    admit(
        thread=idea.thread,
        audience=audience_of(idea.state, topics),
        members=[] if idea.state == State.REMOVED else [idea.author, *together_with(idea)],
        moderators=curators if entrusted else (),
        echoes=[topic.stream for topic in topics] if idea.is_published else [],
        holds_newcomers=any(topic.holds_newcomers for topic in topics),
    )
    copy_audience([idea.thread_id])
    idea.audience = idea.thread.audience


def copy_audience(threads: Iterable[int]) -> None:
    """Give ideas the audience that their threads have now."""
    said = Thread.objects.filter(pk=OuterRef("thread")).values("audience")
    Idea.objects.filter(thread__in=threads).update(audience=Subquery(said))


def streams_of(idea: Idea, *more: Topic) -> list[str]:
    """Return the streams that show an idea: its thread's, and those of its boards."""
    boards = Topic.objects.filter(placements__content_object=idea)
    return [idea.thread.stream, *{topic.stream for topic in (*boards, *more)}]
