"""A small network for the promises: one author, one team mate, a moderator, the office, boards."""

from dataclasses import dataclass

import pytest

from ideas import actions
from ideas.actions import Content
from ideas.models import Idea, Topic
from members.models import Member, Role


@dataclass
class Network:
    """The cast and the boards; `idea` stands on the public board, `inside` on the members'."""

    author: Member
    mate: Member
    moderator: Member
    office: Member
    guest: Member
    public: Topic
    members: Topic
    idea: Idea
    inside: Idea


def make_member(name: str, role: str = Role.MEMBER) -> Member:
    """Store a member whose handle is the name."""
    return Member.objects.create_user(
        f"{name}@demo.example", name=name.title(), handle=name, role=role
    )


def publish(author: Member, title: str, *topics: Topic, **more: object) -> Idea:
    """Publish an idea by the project's own actions."""
    content = Content(title, f"Text zu {title}.", list(topics), **more)  # type: ignore[arg-type]
    idea = actions.save_draft(author=author, content=content)
    return actions.publish_idea(author=author, idea=idea)


@pytest.fixture
def network(db: None) -> Network:
    """Make the cast and two ideas."""
    author, mate = make_member("author"), make_member("mate")
    moderator, office = make_member("moderator", Role.MODERATOR), make_member("office", Role.OFFICE)
    public = actions.open_topic(actor=None, name="Klimaschutz")
    members = actions.open_topic(actor=None, name="Kooperation", visibility="members")
    actions.entrust(actor=None, topic=public, moderators=[moderator])
    return Network(
        author, mate, moderator, office, make_member("guest", Role.GUEST), public, members,
        publish(author, "Bürgerbeteiligung am Klimarat", public),
        publish(author, "Vertrauliches Vorhaben", members),
    )  # fmt: skip
