"""Hidden means gone: every page, frame, notice and mail of every role is searched for it."""

from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from discussions.actions import edit_comment
from discussions.models import Comment
from ideas.actions import pin_idea, support_idea
from ideas.models import Idea
from live.models import Stream
from live.registry import readable
from live.streams import parse_stream
from members.models import Member, Municipality, Notice, Role
from members.tasks import post_letters
from moderation.models import Case, Measure
from tests.cast import PLAN, Cast, make_board, make_idea, make_member, say, signed_in
from tests.moderation.desk import decide, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]
CANARY = "Kanarienvogel"
ROLES = ("stranger", "guest", "suspended", "mate", "elsewhere", "author", "moderator", "office")
ENTRUSTED = {"moderator", "office"}


@pytest.fixture
def people(cast: Cast) -> dict[str, Member | None]:
    """Everybody, with a moderator of another board and a suspended member."""
    elsewhere = make_member("elsewhere", role=Role.MODERATOR)
    make_board("Bildung", moderators=[elsewhere])
    named: dict[str, Member | None] = {
        "elsewhere": elsewhere, "suspended": make_member("suspended", is_active=False),
    }  # fmt: skip
    return {role: named.get(role, getattr(cast, role, None)) for role in ROLES}


@pytest.fixture
def idea(cast: Cast) -> Idea:
    """An idea that has the canary in every field, pinned and supported."""
    bonn = Municipality.objects.create(ags="05314000", name="Bonn", kind="Stadt", land="05")
    words = {name: f"{CANARY} {name}" for name in PLAN}
    idea = make_idea(
        cast.author, cast.public, title=f"{CANARY} im Titel", text=f"{CANARY} im Text",
        plan=words, municipality=bonn,
    )  # fmt: skip
    pin_idea(actor=cast.moderator, topic=cast.public, idea=idea)
    support_idea(member=cast.mate, idea=idea)
    return idea


@pytest.fixture
def comment(cast: Cast) -> Comment:
    """A comment that has the canary now and had it before an edit, with a mention and an answer."""
    idea = make_idea(cast.author, cast.public, title="Unverdächtig")
    comment = say(cast.mate, idea, f"{CANARY} zuerst, @author")
    edit_comment(author=cast.mate, comment=comment, text=f"{CANARY} dann", before=comment.text)
    say(cast.author, idea, "Eine Antwort.", parent=comment)
    return Comment.objects.get(pk=comment.pk)


def everywhere(cast: Cast) -> list[str]:
    """Return every address at which words of people can stand."""
    ideas, comments = Idea.objects.all(), Comment.objects.all()
    paths = [
        "/", "/ideen/", "/ideen/?sort=aktiv", "/ideen/?sort=unterstuetzt", "/ideen/?meine=on",
        "/ideen/?suche=kanarienvogel", "/ideen/?art=pilot", "/ideen/?kommune=05314000",
        "/ideen/aehnlich/?titel=Vogel+Kanarienvogel", "/themen/", "/mitglieder/", "/konto/",
        "/kommunen/05314000-bonn/", "/konto/mitteilungen/", "/moderation/",
        "/moderation/?zustand=decided", "/moderation/protokoll/", "/moderation/protokoll.csv",
        "/themen/klimaschutz/", "/themen/klimaschutz/protokoll/", "/melden/",
    ]  # fmt: skip
    for idea in ideas:
        number = f"/ideen/{idea.pk}/"
        paths += [number, f"{number}verlauf/", f"{number}bearbeiten/", f"/melden/idee/{idea.pk}/",
                  f"/moderation/ideen/{idea.pk}/", f"/diskussionen/{idea.thread_id}/kommentare/",
                  f"{number}zurueckziehen/", f"{number}pilot/"]  # fmt: skip
    for comment in comments:
        number = f"/diskussionen/kommentare/{comment.pk}/"
        paths += [number, f"{number}verlauf/", f"{number}antworten/", f"{number}bearbeiten/",
                  f"{number}loeschen/", f"/melden/beitrag/{comment.pk}/",
                  f"/moderation/beitraege/{comment.pk}/"]  # fmt: skip
    paths += [f"/moderation/faelle/{case.pk}/" for case in Case.objects.all()]
    paths += [member.get_absolute_url() for member in Member.objects.exclude(role=Role.GUEST)]
    streams = Stream.objects.values_list("name", flat=True)
    return paths + [f"/live/nachholen/?stream={name}&after=0" for name in streams]


def found_by(client: Client, path: str) -> bool:
    answer: Any = client.get(path, follow=True)
    body = b"".join(answer) if answer.streaming else answer.content
    words = body.decode()
    for asked in ("Vogel+Kanarienvogel", "suche=kanarienvogel", 'value="kanarienvogel"'):
        words = words.replace(asked, "")
    return CANARY in words


def finders(cast: Cast, people: dict[str, Member | None]) -> dict[str, set[str]]:
    """Return at which addresses each role finds the canary, by page, JSON and frame."""
    paths = everywhere(cast)
    clients = {role: signed_in(member) for role, member in people.items()}
    return {
        role: {path for path in paths if found_by(client, path)} for role, client in clients.items()
    }


@pytest.mark.parametrize("measure", [Measure.HIDE, Measure.REMOVE])
def test_a_comment(
    cast: Cast, people: dict[str, Member | None], comment: Comment, measure: Measure
) -> None:
    thread = comment.thread.stream
    before = finders(cast, people)
    for path in (f"/live/nachholen/?stream={thread}&after=0", comment.get_absolute_url(),
                 f"/diskussionen/{comment.thread_id}/kommentare/"):  # fmt: skip
        assert {role for role in ROLES if path in before[role]} == set(ROLES), "there was to leak"
    decide(cast.moderator, report(cast.author, comment, "Bitte ansehen."), measure)
    after = finders(cast, people)
    own = {"mate"} if measure == Measure.HIDE else set()
    assert {role for role, paths in after.items() if paths} == ENTRUSTED | own
    frames = {path for paths in after.values() for path in paths if path.startswith("/live/")}
    assert frames == set(), "no frame is a matter of rights: it is the same for everybody"
    for role in own:
        number = f"/diskussionen/kommentare/{comment.pk}/"
        assert after[role] <= {number, f"{number}verlauf/", f"{number}loeschen/",
                               f"{number}bearbeiten/", f"{number}antworten/",
                               f"/melden/beitrag/{comment.pk}/"}  # fmt: skip


@pytest.mark.parametrize("measure", [Measure.HIDE, Measure.REMOVE])
def test_an_idea(
    cast: Cast, people: dict[str, Member | None], idea: Idea, measure: Measure
) -> None:
    before = finders(cast, people)
    for path in ("/", "/ideen/", "/ideen/?suche=kanarienvogel", "/themen/klimaschutz/",
                 "/kommunen/05314000-bonn/", f"/ideen/{idea.pk}/", f"/ideen/{idea.pk}/verlauf/",
                 "/ideen/aehnlich/?titel=Vogel+Kanarienvogel",
                 f"/live/nachholen/?stream={cast.public.stream}&after=0",
                 f"/live/nachholen/?stream={idea.thread.stream}&after=0"):  # fmt: skip
        assert {role for role in ROLES if path in before[role]} == set(ROLES), path
    decide(cast.moderator, report(cast.mate, idea, "Bitte ansehen."), measure)
    after = finders(cast, people)
    own = {"author"} if measure == Measure.HIDE else set()
    assert {role for role, paths in after.items() if paths} == ENTRUSTED | own
    frames = {path for paths in after.values() for path in paths if path.startswith("/live/")}
    assert frames == set()
    kind, pk = parse_stream(idea.thread.stream) or ("", 0)
    joins = {role for role, member in people.items() if readable(kind, member, {pk})}
    assert joins == ENTRUSTED | own


def test_no_notice_and_no_mail_has_the_words(
    cast: Cast, people: dict[str, Member | None], idea: Idea, comment: Comment
) -> None:
    for case in (report(cast.office, comment), report(cast.office, idea)):
        decide(cast.moderator, case)
    post_letters.func()
    kinds = sorted(Notice.objects.exclude(kind="case").values_list("kind", flat=True))
    assert kinds == ["decision", "decision", "outcome", "outcome"]
    assert len(mail.outbox) == 4, "what is decided is no news for the moderators"
    letters = [f"{letter.subject} {letter.body} {letter.message()}" for letter in mail.outbox]
    assert not any(CANARY in letter for letter in letters)


def test_counts_do_not_count_what_is_hidden(cast: Cast, idea: Idea, comment: Comment) -> None:
    def counted() -> tuple[Any, ...]:
        page = signed_in(None).get("/").context["figures"]
        listed = signed_in(None).get("/ideen/").context["total"]
        return page.ideas, page.pilots, page.comments, listed

    before = counted()
    decide(cast.moderator, report(cast.author, comment))
    decide(cast.moderator, report(cast.mate, idea))
    cache.clear()
    assert (before, counted()) == ((2, 1, 2, 2), (1, 0, 1, 1))
