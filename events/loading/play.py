"""The scene in the event that runs: people talk, ask, support and vote, and the next slot comes."""

import time
from collections.abc import Iterator
from itertools import cycle
from typing import Any
from uuid import uuid4

from django.db.models import QuerySet
from django.utils import timezone

from discussions.actions import post_comment
from discussions.models import Comment
from events.actions import (
    ask_question,
    close_poll,
    make_poll,
    mark_answered,
    open_poll,
    put_on_air,
    support_question,
    vote,
)
from events.loading.demo import read_events, read_scene, source_of
from events.loading.past import Row
from events.loading.polls import answer_of, plan_of
from events.models import Event, Poll, PollState, Question, QuestionState, State
from ideaforge.errors import Refused
from ideas.loading.demo import demo_people
from ideas.loading.more import also_plays
from members.models import Member

BREATH = 0.6  # seconds between two votes of one step; pages hear of votes twice a second


@also_plays("session")
def session(pause: float) -> Iterator[str] | None:
    """Play the written session in the event of the demo that runs now, if one does."""
    now = timezone.now()
    script = read_scene()
    running = Event.objects.filter(state=State.ANNOUNCED, starts__lte=now, ends__gt=now)
    event = running.filter(source=source_of(script["event"])).first()
    return None if event is None else Session(event, script, min(pause, BREATH)).steps()


class Session:
    """The slots of the script, the one that is on air, and what was said last."""

    def __init__(self, event: Event, script: Row, breath: float) -> None:
        self.event, self.script, self.breath = event, script, breath
        self.people = demo_people()
        self.office = self.people["hollmann"]
        self.place = 0  # among the slots of the script
        self.previous: Comment | None = None

    def steps(self) -> Iterator[str]:
        """Take one step after the other, then from the beginning; yield a line on each."""
        self.begin()
        for step in cycle([*self.script["step"], {"do": "begin"}]):
            try:
                yield str(getattr(self, step["do"])(**_words(step)))
            except Refused as refused:
                yield f"{step['do']}: {refused.message}"

    def begin(self) -> str:
        """Put the first slot of the script on air, with a poll that is open."""
        self.place = 0
        said = self._on_air()
        if not self._polls().exists():  # it was closed in the round before
            self.open_poll(**self._row["poll"][-1])
        return said

    def next_slot(self) -> str:
        """Put the slot that follows on air."""
        self.place += 1
        return self._on_air()

    def say(self, author: str, text: str, *, reply: bool = False) -> str:
        """Say something in the slot that is on air."""
        parent, self.previous = self.previous if reply else None, None
        posted = post_comment(
            author=self.people[author], thread=self.item.thread, text=text.strip(), key=uuid4(),
            parent=parent,
        )  # fmt: skip
        self.previous = posted.comment
        return f"{posted.comment.author.name}: {text[:60]}"

    def ask(self, author: str, text: str) -> str:
        """Ask the podium; in the next round the question stands there already."""
        who = self.people[author]
        if not self.item.questions.filter(text=text).exists():
            ask_question(actor=who, item=self.item, text=text, key=uuid4())
        return f"Question by {who.name}: {text[:60]}"

    def support(self, who: list[str]) -> str:
        """Support the newest question that is open, one after the other."""
        question = self._questions().order_by("pk").last()
        if question is None:
            return "No question is open"
        counts = [support_question(actor=one, question=question) for one in self._one_by_one(who)]
        return f"{counts[-1]} want to know: {question.text[:60]}"

    def answered(self) -> str:
        """Answer the question that most support."""
        question = self._questions().first()
        if question is None:
            return "No question is open"
        mark_answered(actor=self.office, question=question)
        return f"Answered: {question.text[:60]}"

    def open_poll(self, **plan: Any) -> str:
        """Ask everybody."""
        poll = make_poll(actor=self.office, item=self.item, plan=plan_of(plan))
        open_poll(actor=self.office, poll=poll)
        return f"Poll: {poll.text}"

    def vote(self, who: list[str], answer: list[object]) -> str:
        """Vote in the poll that is open, one after the other."""
        poll = self._polls().last()
        if poll is None:
            return "No poll is open"
        for member in self._one_by_one(who):
            vote(actor=member, poll=poll, answer=answer_of(poll, answer))
        return f"{poll.votes.count()} votes: {poll.text}"

    def close_poll(self) -> str:
        """Close the poll that is open."""
        poll = self._polls().last()
        if poll is None:
            return "No poll is open"
        close_poll(actor=self.office, poll=poll)
        return f"Closed: {poll.text}"

    def _on_air(self) -> str:
        title = self._row["title"]
        self.item = self.event.items.select_related("event", "thread").get(title=title)
        put_on_air(actor=self.office, item=self.item)
        self.item = self.event.items.select_related("event", "thread").get(pk=self.item.pk)
        self.previous = None
        return f"On air: {title}"

    @property
    def _row(self) -> Row:
        """The slot of the event's file that is on air."""
        event = next(row for row in read_events() if row["key"] == self.script["event"])
        key = self.script["slots"][self.place]
        return next(row for row in event["slot"] if row["key"] == key)

    def _questions(self) -> QuerySet[Question]:
        shown = self.item.questions.filter(state=QuestionState.SHOWN)
        return shown.select_related("item__event", "item__thread")

    def _polls(self) -> QuerySet[Poll]:
        polls = self.item.polls.filter(state=PollState.OPEN)
        return polls.select_related("item__event", "item__thread")

    def _one_by_one(self, who: list[str]) -> Iterator[Member]:
        for place, key in enumerate(who):
            if place:
                time.sleep(self.breath)
            yield self.people[key]


def _words(step: Row) -> Row:
    return {name: value for name, value in step.items() if name != "do"}
