"""What was said in a slot of the demo, and what of it was taken up as an idea."""

from datetime import datetime, timedelta

from discussions.models import Comment, Thread
from events.actions import Seed, accept_adoption, take_up
from events.loading.past import Row, dated, minutes_after
from events.models import Adoption, AgendaItem
from ideas.loading import CommentRecord, store_comments
from ideas.models import Idea, Support, Topic
from live.chronicle import Past, write_chronicle
from members.models import Member

HOUR = timedelta(hours=1)
SUPPORTED = timedelta(hours=7)  # from one support of a new idea to the next


def say_all(item: AgendaItem, row: Row, people: dict[str, Member]) -> dict[str, Comment]:
    """Store the contributions of a slot; return them by the key of the file."""
    source = f"{item.event.source}:{row['key']}"
    records = [
        _record(one, source, people, minutes_after(item.starts, one["minute"]))
        for one in row.get("comment", [])
    ]
    _store(item.thread_id, records)
    unquoted = [one["key"] for one in row.get("comment", []) if one.get("off_record")]
    mine = item.thread.comments
    mine.filter(source__in=[f"{source}:{key}" for key in unquoted]).update(off_record=True)
    return {str(one.source).rpartition(":")[2]: one for one in mine.all()}


def _record(row: Row, source: str, people: dict[str, Member], when: datetime) -> CommentRecord:
    parent = row.get("reply_to")
    return CommentRecord(
        source=f"{source}:{row['key']}", author=people[row["author"]], text=row["text"].strip(),
        created=when, parent=f"{source}:{parent}" if parent else "",
        reactions={
            kind: [people[key] for key in who] for kind, who in row.get("reactions", {}).items()
        },
    )  # fmt: skip


def _store(thread_pk: int, records: list[CommentRecord]) -> None:
    deeds: list[Past] = []
    store_comments(Thread.objects.get(pk=thread_pk), records, deeds)
    write_chronicle(deeds)
    if records:
        latest = max(record.created for record in records)
        Thread.objects.filter(pk=thread_pk).update(last_activity=latest)


def take_up_all(
    item: AgendaItem, row: Row, people: dict[str, Member], said: dict[str, Comment]
) -> None:
    """Ask the authors to own what they have said; who replied in the file has accepted."""
    for one in row.get("adoption", []):
        asked = minutes_after(item.starts, one["minute"])
        adoption = _ask(item, one, people, said[one["said"]], asked)
        if "replied" in one:
            _accept(adoption, one, people, minutes_after(asked, one["replied"]))


def _ask(
    item: AgendaItem, row: Row, people: dict[str, Member], comment: Comment, when: datetime
) -> Adoption:
    topics = list(Topic.objects.filter(slug__in=row["topics"]))
    seed = Seed(row["title"], row["text"].strip(), comment.author, topics)
    with dated(when):
        adoption = take_up(actor=people[row["by"]], item=item, comment=comment, seed=seed)
    Adoption.objects.filter(pk=adoption.pk).update(created=when)
    return adoption


def _accept(adoption: Adoption, row: Row, people: dict[str, Member], when: datetime) -> None:
    with dated(when):
        idea = accept_adoption(owner=adoption.owner, adoption=adoption, publish=True)
    Adoption.objects.filter(pk=adoption.pk).update(replied=when)
    source = f"demo:{row['key']}"
    supporters = [people[key] for key in row.get("supports", [])]
    Support.objects.bulk_create(
        Support(idea=idea, member=member, created=when + place * SUPPORTED)
        for place, member in enumerate(supporters)
    )
    Idea.objects.filter(pk=idea.pk).update(
        created=when, published=when, source=source, support_count=len(supporters)
    )
    Idea.history.filter(id=idea.pk).update(history_date=when)
    Thread.objects.filter(pk=idea.thread_id).update(last_activity=when)
    said = row.get("comment", [])
    _store(idea.thread_id, [_record(c, source, people, when + c["hours"] * HOUR) for c in said])
