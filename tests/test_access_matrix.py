"""Who reads what: every role against every object, by page, by JSON, and by the socket's rule."""

from typing import Any

import pytest
from django.test import Client

from discussions.actions import delete_comment, hide_comment
from discussions.models import Comment
from ideas.actions import entrust, withdraw_idea
from ideas.models import Idea
from live.registry import readable
from members.models import Member, Role
from tests.cast import Cast, make_board, make_draft, make_idea, make_member, say, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]
ROLES = ("stranger", "guest", "suspended", "mate", "elsewhere", "author", "moderator", "office")
EVERYBODY = set(ROLES)
MEMBERS = {"mate", "elsewhere", "author", "moderator", "office"}
TRUSTED = {"author", "moderator", "office"}

# Words that stand in exactly one place each, and who may find them on any page or answer.
IDEAS = {
    "public": EVERYBODY,
    "inside": MEMBERS,
    "closed": TRUSTED,
    "public+inside": MEMBERS,
    "public+closed": TRUSTED,
    "draft": {"author"},
    "withdrawn": {"author", "office"},
}
WRITTEN_ON = [kind for kind in IDEAS if kind != "draft"]


@pytest.fixture
def people(cast: Cast) -> dict[str, Member | None]:
    """Everybody, with a moderator of another board and a suspended member."""
    elsewhere = make_member("elsewhere", role=Role.MODERATOR)
    make_board("Bildung", moderators=[elsewhere])
    suspended = make_member("suspended", is_active=False)
    named: dict[str, Member | None] = {"elsewhere": elsewhere, "suspended": suspended}
    return {role: named.get(role, getattr(cast, role, None)) for role in ROLES}


@pytest.fixture
def ideas(cast: Cast) -> dict[str, Idea]:
    """One idea of each kind, with a visible comment; the author once curated the closed board."""
    entrust(actor=cast.office, topic=cast.closed, moderators=[cast.moderator, cast.author])
    made = {}
    for kind in IDEAS:
        boards = [getattr(cast, name, cast.public) for name in kind.split("+")]
        make = make_draft if kind == "draft" else make_idea
        made[kind] = make(cast.author, *boards, title=title_of(kind), text=f"Worte {kind}.")
        if kind != "draft":
            say(cast.moderator, made[kind], f"Beitrag zu {kind}.")
    withdraw_idea(actor=cast.author, idea=made["withdrawn"])
    entrust(actor=cast.office, topic=cast.closed, moderators=[cast.moderator])
    return made


def title_of(kind: str) -> str:
    return f"Kanarienvogel {kind}"


def browsers(people: dict[str, Member | None]) -> dict[str, Client]:
    return {role: signed_in(member) for role, member in people.items()}


def readers_of(clients: dict[str, Client], path: str) -> set[str]:
    """Return who gets an answer; the others must get 404, or 403 as JSON of the live engine."""
    answers = {role: client.get(path, follow=True) for role, client in clients.items()}
    refusals = {one.status_code for one in answers.values()} - {200}
    assert refusals <= {404} or (refusals <= {403} and path.startswith("/live/"))
    return {role for role, answer in answers.items() if answer.status_code == 200}


@pytest.mark.parametrize("kind", IDEAS)
def test_who_reads_which_idea(
    people: dict[str, Member | None], ideas: dict[str, Idea], kind: str
) -> None:
    idea, clients = ideas[kind], browsers(people)
    stream, thread = idea.thread.stream, f"/diskussionen/{idea.thread_id}/kommentare/"
    assert readers_of(clients, idea.get_absolute_url()) == IDEAS[kind]
    assert readers_of(clients, f"/ideen/{idea.pk}/verlauf/") == IDEAS[kind]
    # A thread does not know about drafts: the office may join one, and finds nothing in it.
    extra = {"office"} if kind == "draft" else set()
    assert readers_of(clients, thread) == IDEAS[kind] | extra
    assert readers_of(clients, f"/live/nachholen/?stream={stream}&after=0") == IDEAS[kind] | extra
    joins = {role for role, one in people.items() if readable("thread", one, {idea.thread_id})}
    assert joins == IDEAS[kind] | extra


@pytest.mark.parametrize("kind", WRITTEN_ON)
def test_who_reads_the_comments_of_which_idea(
    people: dict[str, Member | None], ideas: dict[str, Idea], kind: str
) -> None:
    comment = ideas[kind].thread.comments.get()
    clients = browsers(people)
    assert readers_of(clients, f"/diskussionen/kommentare/{comment.pk}/verlauf/") == IDEAS[kind]
    assert readers_of(clients, comment.get_absolute_url()) == IDEAS[kind]


@pytest.mark.parametrize(
    ("board", "readers"),
    [("public", EVERYBODY), ("inside", MEMBERS), ("closed", {"moderator", "office"})],
)
def test_who_reads_which_board(
    cast: Cast, people: dict[str, Member | None], board: str, readers: set[str]
) -> None:
    topic = getattr(cast, board)
    clients = browsers(people)
    assert readers_of(clients, topic.get_absolute_url()) == readers
    assert readers_of(clients, f"/live/nachholen/?stream={topic.stream}&after=0") == readers
    joins = {role for role, one in people.items() if readable("topic", one, {topic.pk})}
    assert joins == readers
    listed = {
        role for role, client in clients.items()
        if topic.get_absolute_url() in client.get("/themen/").content.decode()
    }  # fmt: skip
    assert listed == readers


LISTS = ("/", "/ideen/", "/ideen/?suche=kanarienvogel", "/ideen/?sort=aktiv", "/ideen/?meine=on",
         "/themen/", "/themen/klimaschutz/", "/themen/kooperation/", "/themen/vertrauliches/",
         "/ideen/aehnlich/?titel=Kanarienvogel", "/mitglieder/", "/konto/")  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_no_list_names_what_the_reader_may_not_open(
    cast: Cast, people: dict[str, Member | None], ideas: dict[str, Idea], role: str
) -> None:
    client = signed_in(people[role])
    missed = f"/live/nachholen/?stream={cast.public.stream}&after=0"
    paths = [*LISTS, cast.author.get_absolute_url(), missed]
    pages = {path: words_of(client, path) for path in paths}
    allowed = {kind for kind, readers in IDEAS.items() if role in readers}
    named = {path: {k for k in IDEAS if f"{title_of(k)}<" in pages[path]} for path in paths}
    assert {path: kinds - allowed for path, kinds in named.items() if kinds - allowed} == {}
    listed = allowed - {"draft", "withdrawn"}
    assert named["/ideen/"] == listed
    assert named["/themen/klimaschutz/"] == {"public"}, "the same for every reader"


def words_of(client: Client, path: str) -> str:
    return str(client.get(path).content.decode())


@pytest.mark.parametrize("verb", [hide_comment, delete_comment])
def test_words_that_were_taken_away_are_on_no_page_in_no_frame(
    cast: Cast, people: dict[str, Member | None], verb: Any
) -> None:
    idea = make_idea(cast.author, cast.public)
    comment = say(cast.mate, idea, "Kanarienvogel")
    say(cast.author, idea, "Antwort", parent=comment)
    clients = browsers(people)
    paths = [idea.get_absolute_url(), f"/diskussionen/{idea.thread_id}/kommentare/", "/",
             cast.public.get_absolute_url(), "/ideen/?suche=Kanarienvogel",
             f"/live/nachholen/?stream={idea.thread.stream}&after=0"]  # fmt: skip

    def leaks() -> set[tuple[str, str]]:
        return {
            (role, path) for path in paths for role, client in clients.items()
            if "Kanarienvogel" in words_of(client, path).replace("suche=Kanarienvogel", "")
            .replace('value="Kanarienvogel"', "")
        }  # fmt: skip

    before = {path for _role, path in leaks()}
    assert {paths[0], paths[1], paths[5]} <= before, "there was something to leak"
    who = cast.moderator if verb is hide_comment else cast.mate
    verb(actor=who, comment=comment)
    del paths[4]  # the query itself stands on the page of the search
    assert leaks() == set()
    mine = {"mate", "moderator", "office"} if verb is hide_comment else set()
    for path in (comment.get_absolute_url(), f"/diskussionen/kommentare/{comment.pk}/verlauf/"):
        assert readers_of(clients, path) == mine
    assert Comment.objects.filter(text="Kanarienvogel").count() == 1
