"""300 random acts of moderation against 100 live readers: hidden words are in no frame any more."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from channels.layers import InMemoryChannelLayer
from django.db import connections

from discussions import actions as talk
from discussions.models import Comment
from ideaforge.errors import Refused
from ideas.models import Idea
from live.frames import replay
from live.hub import Hub
from live.models import Stream
from live.record import heads
from moderation import actions
from moderation.models import Case, Decision, Measure
from moderation.queries import cases_about
from moderation.subjects import Subject
from tests.cast import Cast, make_cast, make_idea, say
from tests.live.inside import Page, layer_is, running_hub, until
from tests.moderation.desk import verdict

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("unhurried")]
ACTS, READERS = 300, 100
WORDS = "Kanarienvogel"


@pytest.fixture(autouse=True)
async def no_connection_left() -> AsyncIterator[None]:
    """Close what the loop's own thread has opened; PostgreSQL drops no database in use."""
    yield
    await sync_to_async(connections.close_all)()


@dataclass
class Sky:
    """What is discussed, what is hidden of it now, and what was decided and not undone."""

    cast: Cast
    idea: Idea
    other: Idea
    chance: random.Random
    hidden: dict[str, Subject] = field(default_factory=dict)
    standing: list[tuple[str, Decision]] = field(default_factory=list)
    count: int = 0

    def name(self) -> str:
        """Return words that stand nowhere else."""
        self.count += 1
        return f"{WORDS}{self.count:04d}"


def make_sky(seed: int) -> Sky:
    cast = make_cast()
    first, other = (
        make_idea(cast.author, cast.public, title=f"{WORDS} Idee {n}") for n in range(2)
    )
    sky = Sky(cast, first, other, random.Random(seed))
    for _time in range(6):
        say(cast.mate, sky.idea, sky.name())
    return sky


def visible(sky: Sky) -> list[Comment]:
    found = Comment.objects.filter(state="visible", thread=sky.idea.thread_id)
    return list(found.select_related("thread").order_by("pk"))


def post(sky: Sky) -> None:
    parent = sky.chance.choice([None, *visible(sky)])
    say(sky.chance.choice([sky.cast.mate, sky.cast.author]), sky.idea, sky.name(), parent=parent)


def edit(sky: Sky) -> None:
    comment = sky.chance.choice(visible(sky))
    words = f"{comment.text} neu"
    talk.edit_comment(author=comment.author, comment=comment, text=words, before=comment.text)


def react(sky: Sky) -> None:
    comment = sky.chance.choice(visible(sky))
    talk.react(actor=sky.cast.office, comment=comment, kind="agree")


def take_out(sky: Sky) -> None:
    comment = sky.chance.choice(visible(sky))
    _moderate(sky, comment, sky.chance.choice([Measure.HIDE, Measure.REMOVE]), comment.text)


def take_idea_out(sky: Sky) -> None:
    sky.other.refresh_from_db()
    if sky.other.is_published:
        _moderate(sky, sky.other, Measure.HIDE, f"{WORDS} Idee 1")


def _moderate(sky: Sky, subject: Subject, measure: Measure, words: str) -> None:
    seen = cases_about(subject).count()
    made = actions.moderate(
        actor=sky.cast.moderator, subject=subject, seen=seen, verdict=verdict(measure)
    )
    sky.hidden[words] = subject
    sky.standing.append((words, made))


def undo(sky: Sky) -> None:
    if sky.standing:
        place = sky.chance.randrange(len(sky.standing))
        words, decision = sky.standing.pop(place)
        actions.undo_decision(actor=sky.cast.moderator, decision=decision, reason="Doch nicht.")
        Case.objects.filter(pk=decision.case_id).update(state="decided", decided=decision.created)
        del sky.hidden[words]


def slow(sky: Sky) -> None:
    minutes = sky.chance.randrange(2)
    talk.slow_thread(actor=sky.cast.moderator, thread=sky.idea.thread, minutes=minutes)
    talk.slow_thread(actor=sky.cast.moderator, thread=sky.idea.thread, minutes=0)


DEEDS: list[Callable[[Sky], None]] = [post, post, edit, react, take_out, take_out, undo, undo,
                                      take_idea_out, slow]  # fmt: skip


def act(sky: Sky) -> set[str]:
    """Do one thing at random, and return the words that nobody may read from now on."""
    deed = sky.chance.choice(DEEDS) if len(visible(sky)) > 2 else post
    deed(sky)
    return set(sky.hidden)


def texts_of(page: Page, since: int) -> str:
    return " ".join(str(one.get("html", "")) + str(one.get("also", "")) for one in
                    page.messages[since:])  # fmt: skip


async def settled(pages: list[Page], streams: list[str]) -> None:
    """Wait until every reader has everything that was committed."""
    now = await sync_to_async(heads)(streams)

    def has_all(page: Page) -> bool:
        return (page.numbers() or [0])[-1] >= now[page.stream] or page.closed_with is not None

    await until(lambda: all(has_all(page) for page in pages))


@pytest.mark.timeout(600)  # 300 acts, each waited for by 100 readers
async def test_no_frame_has_hidden_words_after_the_commit(settings: Any) -> None:
    settings.CREDIT_FRAMES = settings.CREDIT_BYTES = 10**9  # these readers send no acks
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    sky = await sync_to_async(make_sky)(seed)
    thread, board = sky.idea.thread.stream, sky.cast.public.stream
    leaks: list[str] = []
    seen: set[str] = set()
    with layer_is(InMemoryChannelLayer(capacity=20_000)):
        async with running_hub() as running:
            pages = await _readers(running, thread, board)
            for _turn in range(ACTS):
                marks = [len(page.messages) for page in pages]
                hidden = await sync_to_async(act)(sky)
                await settled(pages, [thread, board])
                for page, mark in zip(pages, marks, strict=True):
                    said = texts_of(page, mark)
                    leaks += [words for words in hidden if f"{words}<" in said]
                    seen |= {words for words in hidden if f"{words}<" in texts_of(page, 0)}
            again = await sync_to_async(_replays)([thread, board])
            leaks += [words for words in sky.hidden if f"{words}<" in again]
    assert leaks == []
    assert len(seen) > 20, "there was something to leak"
    assert [page.closed_with for page in pages] == [None] * READERS
    assert all(page.numbers() == list(range(page.numbers()[0], page.numbers()[-1] + 1))
               for page in pages)  # fmt: skip


def _replays(streams: list[str]) -> str:
    texts = []
    for stream in streams:
        last = Stream.objects.get(name=stream).last
        frames = replay(stream, max(0, last - 190))["de"].frames
        assert frames
        texts += [frame.text.replace("\\n", "") for frame in frames]
    return " ".join(texts)


async def _readers(running: Hub, thread: str, board: str) -> list[Page]:
    streams = [thread] * (READERS * 4 // 5) + [board] * (READERS // 5)
    pages = [Page(running, stream) for stream in streams]
    for page in pages:
        await page.until_joined()
    return pages


async def test_frames_after_the_number_of_the_hiding_never_have_the_words() -> None:
    """Writers at the same time: a frame that was on its way comes before, none comes after."""
    sky = await sync_to_async(make_sky)(7)
    comments = await sync_to_async(visible)(sky)
    thread = sky.idea.thread.stream
    with layer_is(InMemoryChannelLayer(capacity=20_000)):
        async with running_hub() as running:
            page = Page(running, thread)
            await page.until_joined()

            def react_often(comment: Comment) -> None:
                for _time in range(6):
                    try:
                        talk.react(actor=sky.cast.office, comment=comment, kind="agree")
                    except Refused:
                        return

            def hide(comment: Comment) -> None:
                talk.hide_comment(actor=sky.cast.moderator, comment=comment)

            loop = asyncio.get_running_loop()
            works = [(react_often, one) for one in comments] + [(hide, one) for one in comments]
            await asyncio.gather(*(loop.run_in_executor(None, _alone, *work) for work in works))
            await settled([page], [thread])
    gone = {one["id"]: one["n"] for one in page.messages if one["ev"] == "gone"}
    assert len(gone) == len(comments)
    frames = [one for one in page.messages if one["ev"] == "frame" and one["id"] in gone]
    late = [one["n"] for one in frames if one["n"] > gone[one["id"]]]
    assert late == []


def _alone(deed: Callable[[Comment], None], comment: Comment) -> None:
    try:
        deed(comment)
    finally:
        connections.close_all()


def test_a_key_that_was_sent_again_after_the_hiding_brings_no_words_back(cast: Cast) -> None:
    key = uuid4()
    idea = make_idea(cast.author, cast.public)
    comment = say(cast.mate, idea, WORDS, key=key)
    talk.hide_comment(actor=cast.moderator, comment=comment)
    known = say(cast.mate, idea, WORDS, key=key)
    assert (known.pk, known.state) == (comment.pk, "hidden")
    frames = replay(idea.thread.stream, 0)["de"].frames or []
    assert not any(WORDS in frame.text for frame in frames)
