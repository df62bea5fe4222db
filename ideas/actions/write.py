"""Writing an idea: a draft is its author's alone, an edit never overwrites another silently."""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from discussions.actions import open_thread
from ideaforge.errors import Conflict, Forbidden, Refused
from ideas.access import can_edit, require_unmerged, topics_open_to, topics_visible_to
from ideas.actions.content import Content, fill, lock_boards, store_around, streams_of
from ideas.models import Idea, Topic
from live.record import record
from members.access import require_part
from members.models import Member


@transaction.atomic
def save_draft(*, author: Member, content: Content) -> Idea:
    """Store a new idea that only its author sees."""
    require_part(author)
    lock_boards(topic.pk for topic in content.topics)
    require_boards(author, content.topics)
    idea = Idea(author=author, thread=open_thread())
    fill(idea, content)
    idea.save(force_insert=True)
    store_around(idea, content)
    return idea


@transaction.atomic
def edit_idea(*, actor: Member, idea: Idea, content: Content, version: int) -> Idea:
    """Replace the words; `version` is the one that the actor had in front of them.

    Raises Conflict when somebody has changed the idea meanwhile; nothing is overwritten.
    """
    require_part(actor)
    idea = locked(idea)
    if not can_edit(actor, idea):
        raise Forbidden
    if idea.version != version:
        raise Conflict(_("Somebody has changed this idea while you were writing."))
    left = list(Topic.objects.filter(placements__content_object=idea))
    lock_boards(topic.pk for topic in (*left, *content.topics))
    require_boards(actor, [topic for topic in content.topics if topic not in left])
    content = with_unseen_boards(actor, content, left)
    if idea.is_published:
        require_complete(content)
        idea.edited = timezone.now()
    fill(idea, content)
    idea.version += 1
    idea.save()
    store_around(idea, content)
    if idea.is_published:
        record("idea.edited", streams=streams_of(idea, *left), actor=actor, obj=idea)
    return idea


def with_unseen_boards(member: Member, content: Content, left: list[Topic]) -> Content:
    """Keep boards that the member may not see: nobody chose to leave them, and they protect."""
    chosen = {topic.pk for topic in content.topics}
    seen = set(topics_visible_to(member).values_list("pk", flat=True))
    unseen = [topic for topic in left if topic.pk not in chosen | seen]
    return replace(content, topics=[*content.topics, *unseen])


def require_boards(member: Member, topics: list[Topic]) -> None:
    """Refuse boards that the member may not read, or that take no ideas of theirs."""
    wanted = {topic.pk for topic in topics}
    readable = {topic.pk: topic for topic in topics_visible_to(member).filter(pk__in=wanted)}
    if len(readable) != len(wanted):
        raise Refused(_("One of these topics is not open to you."), field="topics")
    taking = topics_open_to(member).filter(pk__in=wanted).values_list("pk", flat=True)
    for pk in wanted.difference(taking):
        raise Refused(_why_closed(readable[pk]), field="topics")


def _why_closed(topic: Topic) -> str:
    if topic.archived is not None:
        return _("The board “%(name)s” is in the archive and takes no new ideas: %(reason)s") % {
            "name": topic.name, "reason": topic.archived_because,
        }  # fmt: skip
    return _("On the board “%(name)s” only invited members put forward ideas.") % {
        "name": topic.name
    }


def require_complete(content: Content) -> None:
    """Refuse to publish what has no title, no words or no topic."""
    if not content.title:
        raise Refused(_("Please give your idea a title."), field="title")
    if not content.text:
        raise Refused(_("Please describe your idea in a few sentences."), field="text")
    if not content.topics:
        raise Refused(_("Please choose one to three topics."), field="topics")
    for name in ("need", "goal"):
        if content.plan is not None and not content.plan.get(name):
            raise Refused(_("A pilot proposal needs this."), field=name)


def locked(idea: Idea) -> Idea:
    """Return the idea as it is stored now, locked until the end of the transaction."""
    rows = Idea.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("thread", "author", "pilot").get(pk=idea.pk)
    require_unmerged(found)
    return found


def content_of(idea: Idea) -> Content:
    """Return what an idea consists of as it is stored."""
    plan = getattr(idea, "pilot", None)
    return Content(
        title=idea.title,
        text=idea.text,
        topics=list(Topic.objects.filter(placements__content_object=idea).order_by("placements")),
        tags=list(idea.tag_uses.order_by("pk").values_list("tag__name", flat=True)),
        municipality=idea.municipality,
        plan={name: getattr(plan, name) for name in PLAN_FIELDS} if plan else None,
    )


PLAN_FIELDS = (
    "need", "goal", "approach", "partners", "time_frame", "cost_range", "success", "reuse",
)  # fmt: skip
