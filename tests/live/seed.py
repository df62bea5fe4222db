"""A small network for socket tests: `python -m tests.live.seed FILE` writes what there is."""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:  # at run time the models come after django.setup()
    from ideas.models import Idea, Topic
    from members.models import Member

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ideaforge.settings")
PASSWORD = "Windrad-am-Deich-7"
POSTERS = 24
THREADS = 60


def main(file: Path) -> None:
    """Make the tables and the content, and write the numbers and sessions as JSON."""
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        file.write_text(json.dumps(content()), encoding="utf-8")


def content() -> dict[str, object]:
    """Store members, boards and ideas by the project's own actions."""
    from ideas import actions
    from members.models import Member

    make = Member.objects.create_user
    office = make("office@x.de", name="Gesa Amt", handle="gesa", role="office", is_staff=True)
    office.is_superuser = True
    office.save()
    people = {
        "office": office,
        "moderator": make("mo@x.de", name="Mo Derator", handle="mo", role="moderator"),
        "reader": make("reader@x.de", PASSWORD, name="Lea Leserin", handle="lea"),
        "leaves": make("leaves@x.de", name="Ludwig Geht", handle="geht"),
        "suspended": make("out@x.de", name="Ute Raus", handle="raus"),
        "suspended_aside": make("aside@x.de", name="Ina Neben", handle="neben"),
        "other": make("other@x.de", name="Otto Anders", handle="otto"),
    }
    posters = [make(f"p{n}@x.de", name=f"Person {n}", handle=f"p-{n}") for n in range(POSTERS)]
    board = actions.open_topic(actor=None, name="Klimaschutz")
    actions.entrust(actor=None, topic=board, moderators=[people["moderator"]])
    shelter = actions.open_topic(actor=None, name="Kooperation")
    vault = actions.open_topic(actor=None, name="Vertraulich", visibility="closed")
    long_thread, long_head = _long_thread(_idea(office, board), office)
    return {
        "long_thread": long_thread,
        "long_head": long_head,
        "people": {name: [one.pk, session_of(one)] for name, one in people.items()},
        "posters": [session_of(one) for one in posters],
        "board": board.pk,
        "shelter": shelter.pk,
        "shelter_thread": _idea(office, shelter).thread_id,
        "vault": vault.pk,
        "vault_thread": _idea(office, vault).thread_id,
        "threads": [_idea(posters[0], board).thread_id for _ in range(THREADS)],
    }


def _idea(author: "Member", topic: "Topic") -> "Idea":
    from ideas import actions

    content = actions.Content("Wärme aus dem Klärwerk", "Ein Vorschlag.", [topic])
    draft = actions.save_draft(author=author, content=content)
    return actions.publish_idea(author=author, idea=draft)


def _long_thread(idea: "Idea", author: "Member") -> tuple[int, int]:
    """Give a thread one comment and a log of many deeds, written in bulk."""
    from uuid import uuid4

    from discussions import actions
    from live.chronicle import Past, write_chronicle

    stream = idea.thread.stream
    posted = actions.post_comment(author=author, thread=idea.thread, text="Oft.", key=uuid4())
    past = Past("comment.edited", author, posted.comment, [stream], posted.comment.created)
    write_chronicle([past] * 220)
    return idea.thread_id, posted.n + 220


def session_of(member: "Member") -> str:
    """Sign a member in and return the key of the session."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    django.setup()
    main(Path(sys.argv[1]))
