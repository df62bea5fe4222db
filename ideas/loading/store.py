"""Storing loaded ideas: the same tables and the same log as the actions write, in bulk."""

from collections.abc import Sequence
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.db.models import F

from discussions.models import DEPTH, DIGITS, Comment, Reaction, Thread
from ideaforge.text import handles_in, lead, render
from ideas.access import audience_of
from ideas.actions.content import tag_named, tell_thread
from ideas.loading.records import CommentRecord, IdeaRecord
from ideas.models import (
    Idea,
    IdeaTag,
    IdeaTopic,
    PilotPlan,
    SearchText,
    Stage,
    StageChange,
    State,
    Support,
)
from ideas.words import fold
from live.chronicle import Past, write_chronicle
from members.queries import as_links, mentioned


@transaction.atomic
def store_ideas(records: Sequence[IdeaRecord]) -> int:
    """Store those ideas and comments whose sources are not stored yet; return how many are new."""
    sources = [record.source for record in records]
    known = {idea.source: idea for idea in Idea.objects.filter(source__in=sources)}
    new = [record for record in records if record.source not in known]
    deeds: list[Past] = []
    for record in new:
        known[record.source] = _store_idea(record, deeds)
    count = len(new)
    for record in records:
        thread = Thread.objects.get(pk=known[record.source].thread_id)
        count += store_comments(thread, record.comments, deeds)
    write_chronicle(deeds)
    return count


def _store_idea(record: IdeaRecord, deeds: list[Past]) -> Idea:
    html = render(record.text)
    thread = Thread.objects.create(
        audience=audience_of(State.PUBLISHED, record.topics), last_activity=record.created
    )
    idea = Idea(
        thread=thread, author=record.author, municipality=record.municipality,
        title=record.title, text=record.text, html=html, lead=lead(html), source=record.source,
        state=State.PUBLISHED, created=record.created, published=record.created,
        support_count=len(record.supporters) + record.supports_elsewhere,
        supports_elsewhere=record.supports_elsewhere,
    )  # fmt: skip
    idea._history_date = record.created  # type: ignore[attr-defined]
    idea._history_user = None  # type: ignore[attr-defined]
    idea.save(force_insert=True)
    IdeaTopic.objects.bulk_create(
        IdeaTopic(tag=topic, content_object=idea, pin=record.pins.get(topic.slug))
        for topic in record.topics
    )
    IdeaTag.objects.bulk_create(
        IdeaTag(tag=tag_named(name), content_object=idea) for name in record.tags
    )
    Support.objects.bulk_create(
        Support(idea=idea, member=member, created=when) for member, when in record.supporters
    )
    body = fold(f"{idea.title}\n{idea.text}")
    SearchText.objects.create(idea=idea, title=fold(idea.title), body=body)
    tell_thread(idea, record.topics)
    streams = [thread.stream, *thread.echoes]
    deeds.append(Past("idea.published", record.author, idea, streams, record.created))
    if record.plan is not None:
        _store_plan(idea, record, streams, deeds)
    return idea


def _store_plan(idea: Idea, record: IdeaRecord, streams: list[str], deeds: list[Past]) -> None:
    plan = PilotPlan(idea=idea, **(record.plan or {}))
    for step in record.steps:
        plan.reached = plan.reached if step.stage in (Stage.PAUSED, Stage.ENDED) else step.stage
        deeds.append(Past("stage.set", step.member, idea, streams, step.created))
    before = [Stage.P1.value, *(step.stage for step in record.steps)]
    plan.stage = before[-1]
    plan._history_date = record.created  # type: ignore[attr-defined]
    plan.save(force_insert=True)
    StageChange.objects.bulk_create(
        StageChange(
            plan=plan, member=step.member, before=old, after=step.stage,
            reason=step.reason, created=step.created,
        )
        for old, step in zip(before, record.steps, strict=False)
    )  # fmt: skip


def store_comments(thread: Thread, records: list[CommentRecord], deeds: list[Past]) -> int:
    """Store comments of the past in a thread, and add what was done to `deeds`; return how many.

    For owners of other threads than those of ideas; they write the chronicle.
    """
    rows = Comment.objects.filter(source__in=[record.source for record in records])
    known = {comment.source: comment for comment in rows}
    waiting = sorted(
        (record for record in records if record.source not in known), key=lambda r: r.created
    )
    total = len(waiting)
    while waiting:
        # Level by level: an answer needs the number of what it answers.
        level = [record for record in waiting if not record.parent or record.parent in known]
        if not level:
            raise ValueError(f"the answers {[record.source for record in waiting]} hang on nothing")
        comments = [_comment(thread, record, known) for record in level]
        Comment.objects.bulk_create(comments)
        Comment.history.bulk_history_create(comments)
        known |= {comment.source: comment for comment in comments}
        _store_around_comments(comments, level)
        deeds += [
            Past("comment.posted", c.author, c, [thread.stream, *thread.echoes], c.created)
            for c in comments
        ]
        waiting = [record for record in waiting if record.source not in known]
    if total:
        latest = max(record.created for record in records)
        Thread.objects.filter(pk=thread.pk).update(
            comment_count=F("comment_count") + total,
            numbers_given=thread.numbers_given,
            last_activity=max(thread.last_activity, latest),
        )
    return total


def _comment(thread: Thread, record: CommentRecord, known: dict[str | None, Comment]) -> Comment:
    thread.numbers_given += 1
    parent = known[record.parent] if record.parent else None
    above = parent.place if parent else ""
    comment = Comment(
        thread=thread, author=record.author, parent=parent, text=record.text,
        html=render(record.text, as_links(mentioned(handles_in(record.text)))),
        key=uuid5(NAMESPACE_URL, record.source), source=record.source, created=record.created,
        place=above[: (DEPTH - 1) * DIGITS] + f"{thread.numbers_given:0{DIGITS}d}",
        reactions={kind: len(who) for kind, who in sorted(record.reactions.items()) if who},
    )  # fmt: skip
    comment._history_date = record.created  # type: ignore[attr-defined]
    return comment


def _store_around_comments(comments: list[Comment], records: list[CommentRecord]) -> None:
    Reaction.objects.bulk_create(
        Reaction(comment=comment, member=member, kind=kind)
        for comment, record in zip(comments, records, strict=True)
        for kind, who in record.reactions.items()
        for member in who
    )
    for comment in comments:
        if people := mentioned(handles_in(comment.text)):
            comment.mentions.set(people.values())
