"""What an idea consists of, and how it is stored: words, topics, tags, plan, search words."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from discussions.actions import admit
from discussions.models import Thread
from ideaforge.errors import Refused
from ideaforge.text import RENDERER, lead, render
from ideas.access import audience_of
from ideas.merging import together_with
from ideas.models import ENTRUSTED, Idea, IdeaTag, IdeaTopic, PilotPlan, State, Tag, Topic
from ideas.search import index_idea
from ideas.tags import former_tag, former_tags, key_of
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
    chosen = [topic.pk for topic in topics]
    stands = list(idea.placements.order_by("pk").values_list("tag", flat=True))
    if stands == chosen:
        return
    lock_boards([*stands, *chosen])  # what is pinned or featured there must not change meanwhile
    before = {placement.tag_id: placement for placement in idea.placements.all()}
    idea.placements.all().delete()
    fresh = []
    for topic in topics:  # numbered anew, because their order is that of their numbers
        placement = before.get(topic.pk) or IdeaTopic(tag=topic, content_object=idea)
        placement.pk = None
        fresh.append(placement)
    IdeaTopic.objects.bulk_create(fresh)


def lock_boards(numbers: Iterable[int]) -> None:
    """Hold boards as they are until the end of the transaction; ideas are locked before boards."""
    rows = Topic.objects.select_for_update(no_key=True)  # accounts may refer to them meanwhile
    list(rows.filter(pk__in=set(numbers)).order_by("pk"))


def step_back(idea: Idea) -> None:
    """Give up an idea's places before the others; none is kept free for what cannot be read."""
    idea.placements.update(pin=None, is_featured=False, featured_because="")


def tag(idea: Idea, names: list[str]) -> None:
    """Give an idea exactly these free tags."""
    require_tags(names)
    keys = [key_of(name) for name in names]
    list(Tag.objects.select_for_update().filter(key__in=keys).order_by("pk"))  # in one order
    found = [tag_named(name) for name in names]
    wanted = list({one.pk: one for one in found}.values())
    kept = set(idea.tag_uses.values_list("tag_id", flat=True))
    idea.tag_uses.exclude(tag__in=wanted).delete()
    IdeaTag.objects.bulk_create(
        IdeaTag(tag=one, content_object=idea) for one in wanted if one.pk not in kept
    )


def tag_named(name: str) -> Tag:
    """Return the tag of a name, whatever its capitals; the first spelling stays.

    A word that was renamed or merged away means the tag of today.
    """
    key = key_of(name)
    known: Tag | None = Tag.objects.select_for_update().filter(key=key).first()
    former = None if known else former_tag(key)
    if known is None and former is not None:
        known = former.tag
    return known or Tag.objects.get_or_create(key=key, defaults={"name": name})[0]


def require_tags(names: list[str]) -> None:
    """Refuse words that have become topics; they are chosen among the topics."""
    for former in former_tags([key_of(name) for name in names]):
        if former.topic is not None:
            raise Refused(
                _("“%(name)s” is a topic now. Please choose it among the topics.")
                % {"name": former.topic.name},
                field="tags",
            )


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
