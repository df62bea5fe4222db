"""The large database: 10,000 ideas and 100,000 comments, in bulk, without rendering each text.

The same rows as `ideas.loading` writes; texts repeat after a few hundred, numbers and dates do not.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from bench.words import Speaker
from discussions.models import DIGITS, Admission, Audience, Comment, Thread
from ideaforge.text import lead, render
from ideas.actions.content import tag_named
from ideas.models import Idea, IdeaTag, IdeaTopic, PilotPlan, SearchText, Stage, State, Topic
from ideas.words import fold
from live.chronicle import Past, write_chronicle
from members.models import Member, Municipality

IDEAS, COMMENTS, LONG, SHORT = 10_000, 100_000, 600, 20
DAYS = 700
PINNED = 4  # on each board
NOW = timezone.now()
speaker = Speaker("large")


def many(
    members: Sequence[Member], towns: Sequence[Municipality], boards: Sequence[Topic]
) -> dict[str, Idea]:
    """Store everything; return the pilot with 20 comments and the idea with 600."""
    ideas = _ideas(members, towns, boards)
    deeds = [
        Past("idea.published", idea.author, idea, _streams(idea.thread), idea.created)
        for idea in ideas
    ]
    counts = _lengths()
    for idea, count in zip(ideas, counts, strict=True):
        idea.thread.comment_count = idea.thread.numbers_given = count
    comments = _comments(ideas, counts, members)
    deeds += [
        Past("comment.posted", one.author, one, _streams(one.thread), one.created)
        for one in comments
    ]
    for comment in comments:
        thread = comment.thread
        thread.last_activity = max(thread.last_activity, comment.created)
    Thread.objects.bulk_update(
        [idea.thread for idea in ideas],
        ["comment_count", "numbers_given", "last_activity"],
        batch_size=500,
    )
    write_chronicle(deeds)
    return {"idea": ideas[counts.index(SHORT)], "long": ideas[counts.index(LONG)]}


def _streams(thread: Thread) -> list[str]:
    return [thread.stream, *thread.echoes]


def _lengths() -> list[int]:
    """Return how many comments each idea has: most few, some many; the first two are fixed."""
    weights = [speaker.chance.paretovariate(1.3) for _ in range(IDEAS - 2)]
    share = (COMMENTS - LONG - SHORT) / sum(min(weight, 60) for weight in weights)
    counts = [SHORT, LONG, *(int(share * min(weight, 60)) for weight in weights)]
    for place in range(COMMENTS - sum(counts)):
        counts[2 + place % (IDEAS - 2)] += 1
    return counts


def _moment() -> datetime:
    return NOW - timedelta(days=DAYS * speaker.chance.random() ** 1.5, minutes=5)


def _ideas(
    members: Sequence[Member], towns: Sequence[Municipality], boards: Sequence[Topic]
) -> list[Idea]:
    chance = speaker.chance
    texts = [(text, render(text)) for text in (speaker.text(700) for _ in range(300))]
    chosen = [[boards[2]], *(chance.sample(boards, chance.randint(1, 2)) for _ in range(IDEAS - 1))]
    moments = [_moment() for _ in chosen]
    threads = Thread.objects.bulk_create(
        Thread(
            audience=Audience.PUBLIC, last_activity=moment,
            echoes=sorted(topic.stream for topic in topics),
        )
        for topics, moment in zip(chosen, moments, strict=True)
    )  # fmt: skip
    ideas = []
    for thread, moment in zip(threads, moments, strict=True):
        text, html = chance.choice(texts)
        ideas.append(
            Idea(
                thread=thread, author=chance.choice(members), municipality=chance.choice(towns),
                title=f"{speaker.compound()}: {speaker.sentence()}"[:200], text=text, html=html,
                lead=lead(html), state=State.PUBLISHED, audience=Audience.PUBLIC,
                created=moment, published=moment,
                support_count=(supports := chance.randint(0, 90)), supports_elsewhere=supports,
            )
        )  # fmt: skip
    Idea.objects.bulk_create(ideas)
    Idea.history.bulk_history_create(ideas)
    _around(ideas, chosen)
    return ideas


def _around(ideas: list[Idea], chosen: list[list[Topic]]) -> None:
    chance = speaker.chance
    tags = [tag_named(word) for word in {speaker.compound() for _ in range(150)}]
    placed = [(idea, topic) for idea, topics in zip(ideas, chosen, strict=True) for topic in topics]
    IdeaTopic.objects.bulk_create(
        IdeaTopic(tag=topic, content_object=idea, pin=place if place <= PINNED else None)
        for idea, topic, place in _ranked(placed)
    )
    IdeaTag.objects.bulk_create(
        IdeaTag(tag=tag, content_object=idea)
        for idea in ideas
        for tag in chance.sample(tags, chance.randint(0, 4))
    )
    Admission.objects.bulk_create(
        Admission(thread=idea.thread, member=idea.author) for idea in ideas
    )
    SearchText.objects.bulk_create(
        SearchText(idea=idea, title=fold(idea.title), body=fold(f"{idea.title}\n{idea.text}"))
        for idea in ideas
    )
    need = speaker.text(200)
    PilotPlan.objects.bulk_create(
        PilotPlan(idea=idea, stage=stage, reached=stage, need=need, goal=need)
        for idea, stage in ((idea, chance.choice(Stage.values[:5])) for idea in ideas[::5])
    )


def _ranked(placed: list[tuple[Idea, Topic]]) -> Iterator[tuple[Idea, Topic, int]]:
    seen: dict[int, int] = defaultdict(int)
    for idea, topic in placed:
        seen[topic.pk] += 1
        yield idea, topic, seen[topic.pk]


def _comments(ideas: list[Idea], counts: list[int], members: Sequence[Member]) -> list[Comment]:
    chance = speaker.chance
    texts = [(text, render(text)) for text in (speaker.text(300) for _ in range(300))]
    rows = []
    for idea, count in zip(ideas, counts, strict=True):
        span = (NOW - idea.created) / (count + 1)
        for number in range(1, count + 1):
            text, html = chance.choice(texts)
            rows.append(
                Comment(
                    thread=idea.thread, author=chance.choice(members), text=text, html=html,
                    key=uuid5(NAMESPACE_URL, f"bench:{idea.pk}:{number}"),
                    place=f"{number:0{DIGITS}d}", created=idea.created + number * span,
                    reactions={"agree": number % 4} if number % 4 else {},
                )
            )  # fmt: skip
    Comment.objects.bulk_create(rows, batch_size=2000)
    _answer(rows)
    return rows


def _answer(rows: list[Comment]) -> None:
    """Make every third comment an answer to the one before it, as far as that is in its thread."""
    changed = []
    for before, after in pairwise(rows):
        if after.pk % 3 == 0 and before.thread_id == after.thread_id and before.parent_id is None:
            after.parent = before
            after.place = before.place + after.place
            changed.append(after)
    Comment.objects.bulk_update(changed, ["parent", "place"], batch_size=500)
