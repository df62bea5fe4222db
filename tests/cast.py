"""The cast of the tests, and small factories that go through the project's own actions."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import connections
from django.test import Client

from discussions.actions import post_comment
from discussions.models import Comment, Discussable
from ideas import actions
from ideas.actions import Content
from ideas.models import Idea, Topic
from ideas.queries import front_of
from members.models import Member, Role

JSON = {"Accept": "application/json"}
PLAN = {"need": "Der Deich ist alt.", "goal": "Ein neuer Deich."}


@dataclass(frozen=True)
class Cast:
    """Who there is. The moderator curates all three boards; a stranger is None: nobody."""

    author: Member
    mate: Member
    moderator: Member
    office: Member
    guest: Member
    public: Topic
    inside: Topic
    closed: Topic


def make_cast() -> Cast:
    """Store the cast with a public board, one for members, and a closed one."""
    moderator = make_member("moderator", role=Role.MODERATOR)
    boards = [
        make_board("Klimaschutz", moderators=[moderator]),
        make_board("Kooperation", visibility="members", moderators=[moderator]),
        make_board("Vertrauliches", visibility="closed", moderators=[moderator]),
    ]
    return Cast(
        make_member("author"),
        make_member("mate"),
        moderator,
        make_member("office", role=Role.OFFICE),
        make_member("guest", role=Role.GUEST),
        *boards,
    )


def make_member(handle: str, *, password: str | None = None, **fields: Any) -> Member:
    """Store a member; the name is the handle with a capital, the e-mail `<handle>@x.de`."""
    given = {"name": handle.title(), "handle": handle} | fields
    return Member.objects.create_user(f"{handle}@x.de", password, **given)


def make_members(count: int) -> list[Member]:
    """Store as many members."""
    return [make_member(f"nummer-{number}") for number in range(count)]


def make_board(name: str, *, moderators: Iterable[Member] = (), **fields: Any) -> Topic:
    """Open a board and entrust it."""
    topic = actions.open_topic(actor=None, name=name, **fields)
    actions.entrust(actor=None, topic=topic, moderators=moderators)
    return topic


def make_draft(author: Member, *topics: Topic, title: str = "Deich", **more: Any) -> Idea:
    """Store a draft; `more` are fields of its content."""
    content = Content(title, more.pop("text", "Ein Vorschlag."), list(topics), **more)
    return actions.save_draft(author=author, content=content)


def make_idea(author: Member, *topics: Topic, title: str = "Deich", **more: Any) -> Idea:
    """Publish an idea."""
    return actions.publish_idea(
        author=author, idea=make_draft(author, *topics, title=title, **more)
    )


def make_pilot(author: Member, *topics: Topic, **more: Any) -> Idea:
    """Publish an idea with a plan."""
    return make_idea(author, *topics, plan=dict(PLAN), **more)


def say(
    author: Member, idea: Discussable, text: str = "Gut.", *,
    parent: Comment | None = None, key: UUID | None = None,
) -> Comment:  # fmt: skip
    """Post a comment on an idea or a slot, and return it as it is stored."""
    posted = post_comment(
        author=author, thread=idea.thread, text=text, key=key or uuid4(), parent=parent
    )
    return Comment.objects.select_related("thread").get(pk=posted.comment.pk)


def signed_in(member: Member | None, **options: Any) -> Client:
    """Return a browser in which the member is signed in; None is a stranger."""
    client = Client(**options)
    if member is not None:
        client.force_login(member)
    return client


def post_url(idea: Idea) -> str:
    """Return where comments on an idea go."""
    return f"/diskussionen/{idea.thread_id}/kommentare/"


def at_once(works: Iterable[Callable[[], object]]) -> list[object]:
    """Run all in threads that start together; return results, or the exceptions themselves."""
    todo = list(works)
    gate = threading.Barrier(len(todo))
    results: list[object] = [None] * len(todo)

    def run(place: int, work: Callable[[], object]) -> None:
        gate.wait()
        try:
            results[place] = work()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(todo)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def pins_of(topic: Topic) -> list[Idea]:
    """Return the pinned ideas of a board in their order, without a featured one."""
    return [idea for idea in front_of(topic) if not idea.leads]  # type: ignore[attr-defined]
