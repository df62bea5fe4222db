"""Actions in a process of their own: `python -m tests.live.deeds suspend 3`."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ideaforge.settings")


def suspend(member: int) -> None:
    """Suspend a member, as the office."""
    from members import actions
    from members.models import Member

    office = Member.objects.get(role="office")
    actions.suspend_member(actor=office, member=Member.objects.get(pk=member))


def close_board(topic: int) -> None:
    """Leave a board to its moderators and the office."""
    from ideas import actions
    from ideas.models import Topic
    from members.models import Member

    office = Member.objects.get(role="office")
    actions.change_visibility(actor=office, topic=Topic.objects.get(pk=topic), visibility="closed")


def post(thread: int) -> None:
    """Post a comment past the serving process, whose channel layer does not hear of it."""
    from uuid import uuid4

    from discussions import actions
    from discussions.models import Thread
    from members.models import Member

    author = Member.objects.get(handle="p-0")
    found = Thread.objects.get(pk=thread)
    actions.post_comment(author=author, thread=found, text="Von nebenan", key=uuid4())


if __name__ == "__main__":
    django.setup()
    {"suspend": suspend, "close_board": close_board, "post": post}[sys.argv[1]](int(sys.argv[2]))
