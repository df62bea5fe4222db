"""The queue: who sees which case, how it is filtered, what it costs, and deciding many at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from discussions.models import Comment
from ideas.actions import accept_offer, entrust, move_idea
from ideas.models import Idea
from live.frames import replay
from live.registry import readable
from members.models import Member, Notice
from moderation import actions
from moderation.models import Case, Decision, Measure
from moderation.queries import counts_for
from tests.cast import JSON, Cast, make_idea, make_member, say, signed_in
from tests.moderation.desk import decide, report, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]


def shown(member: Member, query: str = "") -> set[int]:
    """Return the numbers of the cases on the first page of the queue."""
    page = signed_in(member).get(f"/moderation/?{query}")
    return {row.case.pk for row in page.context["rows"]}


@pytest.fixture
def cases(cast: Cast, elsewhere: Member) -> dict[str, Case]:
    """A case of every kind and place, by name."""
    others = elsewhere.curated_topics.get()
    first = make_idea(cast.author, cast.public)
    made = {
        "public": report(cast.author, say(cast.mate, first, "Öffentlich")),
        "closed": report(cast.office, say(cast.moderator, make_idea(cast.moderator, cast.closed))),
        "elsewhere": report(cast.mate, make_idea(cast.author, others)),
        "profile": report(cast.mate, cast.author),
        "moderator": report(cast.mate, say(cast.moderator, first)),
    }
    appealed = decide(cast.moderator, report(cast.author, say(cast.mate, first, "Grob")))
    actions.object_to(member=cast.mate, decision=appealed, words="Nein.")
    made["appeal"] = Case.objects.get(kind="appeal")
    return made


# The moderator curates three boards, and no one sees what is about themselves.
SEES = {
    "moderator": {"public", "appeal"},
    "elsewhere": {"elsewhere"},
    "office": {"public", "closed", "elsewhere", "profile", "moderator", "appeal"},
}


@pytest.mark.parametrize("role", [*SEES, "author", "mate", "guest"])
def test_who_sees_which_case_by_list_page_and_count(
    cast: Cast, cases: dict[str, Case], elsewhere: Member, role: str
) -> None:
    member = elsewhere if role == "elsewhere" else getattr(cast, role)
    client = signed_in(member)
    opened = {
        name for name, case in cases.items()
        if client.get(f"/moderation/faelle/{case.pk}/").status_code == 200
    }  # fmt: skip
    assert opened == SEES.get(role, set())
    if role in SEES:
        assert shown(member) == {cases[name].pk for name in SEES[role]}
        assert counts_for(member)["open"] == len(SEES[role])
    else:
        assert client.get("/moderation/").status_code == 404
        assert client.get("/moderation/protokoll.csv").status_code == 404
    assert readable("desk", member, {1, 2}) == ({1} if role in SEES else set())


@pytest.mark.parametrize("role", ["author", "mate", "guest", "elsewhere", "moderator"])
def test_who_may_not_decide_gets_no_further_by_any_address(
    cast: Cast, cases: dict[str, Case], elsewhere: Member, role: str
) -> None:
    member = elsewhere if role == "elsewhere" else getattr(cast, role)
    client, before = signed_in(member), Decision.objects.count()
    hide = {"measure": "hide", "rule": "topic", "reason": "x", "version": "1"}
    foreign = {name: case for name, case in cases.items() if name not in SEES.get(role, set())}
    for case in foreign.values():
        number = f"/moderation/faelle/{case.pk}/"
        codes = {
            client.post(number, hide).status_code,
            client.post(number, hide, headers=JSON).status_code,
            client.post(f"{number}uebernehmen/", {"version": 1}).status_code,
            client.post(f"{number}weitergeben/", {"version": 1, "reason": "x"}).status_code,
        }
        assert codes == {404}
        client.post("/moderation/entscheiden/", {"leave": f"{case.pk}:1"})
        subject = case.comment or case.idea
        if subject is not None and role != "moderator":
            kind = "beitraege" if case.comment else "ideen"
            path = f"/moderation/{kind}/{subject.pk}/"
            assert client.post(path, hide | {"version": "1"}).status_code in {403, 404}
    assert Decision.objects.count() == before
    assert set(
        Case.objects.filter(pk__in=[c.pk for c in foreign.values()]).values_list("version")
    ) == {(1,)}


def test_an_undoing_is_the_matter_of_those_who_may_decide(
    cast: Cast, comment: Comment, elsewhere: Member
) -> None:
    decision = decide(cast.moderator, report(cast.author, comment))
    path = f"/moderation/entscheidungen/{decision.pk}/"
    for member in (elsewhere, cast.author, cast.mate):
        assert signed_in(member).post(path, {"reason": "x"}).status_code == 404
    decision.refresh_from_db()
    assert decision.undone is None
    signed_in(cast.moderator).post(path, {"reason": "Versehen."})
    decision.refresh_from_db()
    assert decision.undone_because == "Versehen."


def test_filters_combine(cast: Cast, idea: Idea) -> None:
    first = report(cast.author, say(cast.mate, idea))
    second = report(cast.author, say(cast.mate, idea))
    third = report(cast.author, say(cast.mate, make_idea(cast.moderator, cast.inside)))
    old = timezone.now() - timedelta(days=3)
    Case.objects.filter(pk__in=[first.pk, third.pk]).update(opened=old)
    actions.claim_case(actor=cast.moderator, case=second, version=second.version)
    decided = report(cast.author, say(cast.mate, idea))
    decide(cast.moderator, decided, "leave")
    member = cast.moderator
    assert shown(member) == {first.pk, second.pk, third.pk}
    assert shown(member, "zustand=decided") == {decided.pk}
    assert shown(member, "zustand=claimed") == {second.pk}
    assert shown(member, "meine=on") == {second.pk}
    assert shown(member, "alter=2") == {first.pk, third.pk}
    assert shown(member, "thema=klimaschutz&alter=2") == {first.pk}
    assert shown(member, "art=held") == set()
    assert shown(member, "art=unsinn&alter=x&thema=nirgends") == {first.pk, second.pk, third.pk}
    assert (
        "Zu diesen Filtern passt kein Fall."
        in signed_in(member).get("/moderation/?art=held").content.decode()
    )


def test_the_oldest_comes_first_and_late_ones_are_marked(cast: Cast, idea: Idea) -> None:
    numbers = [report(cast.author, say(cast.mate, idea)).pk for _time in range(3)]
    Case.objects.filter(pk=numbers[2]).update(opened=timezone.now() - timedelta(days=3))
    page = signed_in(cast.moderator).get("/moderation/")
    assert [row.case.pk for row in page.context["rows"]] == [numbers[2], numbers[0], numbers[1]]
    assert [row.is_late for row in page.context["rows"]] == [True, False, False]


def test_one_tap_leaves_or_hides_by_the_rule_that_was_named(cast: Cast, idea: Idea) -> None:
    first, second = (report(cast.author, say(cast.mate, idea)) for _time in range(2))
    client = signed_in(cast.moderator)
    page = client.post("/moderation/entscheiden/", {"leave": f"{first.pk}:1"}, follow=True)
    assert "1 Fall entschieden." in page.content.decode()
    client.post("/moderation/entscheiden/", {"hide": f"{second.pk}:1"})
    made = [(d.case_id, d.measure, d.rule) for d in Decision.objects.order_by("pk")]
    assert made == [(first.pk, "leave", ""), (second.pk, "hide", "respect")]
    assert "setzt Menschen herab" in Decision.objects.get(measure="hide").reason
    assert told(cast.mate) == ["decision"]


def test_many_are_decided_alike_and_one_that_was_taken_stops_none(cast: Cast, idea: Idea) -> None:
    cases = [report(cast.author, say(cast.mate, idea)) for _time in range(4)]
    actions.claim_case(actor=cast.office, case=cases[1], version=1)
    words = {"case": [f"{case.pk}:1" for case in cases], "measure": "remove",
             "rule": "advertising", "reason": "Werbung."}  # fmt: skip
    page = signed_in(cast.moderator).post("/moderation/entscheiden/", words, follow=True)
    assert "3 Fälle entschieden." in page.content.decode()
    assert f"Fall {cases[1].pk}: Jemand hat diesen Fall inzwischen bearbeitet" in (
        page.content.decode()
    )
    states = [Comment.objects.get(cases=case).state for case in cases]
    assert states == ["removed", "visible", "removed", "removed"]


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"case": ["x", "1", "1:x", "99999999999999999999:1"]},
        {"leave": "unsinn"},
    ],
)
def test_nothing_chosen_is_said(cast: Cast, words: dict[str, Any]) -> None:
    answer = signed_in(cast.moderator).post("/moderation/entscheiden/", words)
    assert answer.status_code == 400
    assert "Bitte wählen Sie mindestens einen Fall." in answer.content.decode()


def test_many_without_a_reason_are_refused_with_the_sentence(cast: Cast, comment: Comment) -> None:
    case = report(cast.author, comment)
    words = {"case": [f"{case.pk}:1"], "measure": "hide", "rule": "topic", "reason": ""}
    page = signed_in(cast.moderator).post("/moderation/entscheiden/", words, follow=True)
    assert "Bitte nennen Sie den Grund" in page.content.decode()
    assert not Decision.objects.exists()


def test_the_queue_costs_the_same_for_one_case_and_for_thirty(cast: Cast, idea: Idea) -> None:
    client, counts = signed_in(cast.moderator), []
    client.get("/moderation/")
    for more in (2, 28):  # a comment and an idea at least
        for n in range(more):
            subject = say(cast.mate, idea) if n % 2 else make_idea(cast.mate, cast.public)
            report(cast.author, subject)
            report(cast.office, subject)
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/moderation/")
        counts.append(len(queries))
    assert len(page.context["rows"]) == 30
    assert counts[0] == counts[1]
    assert counts[0] <= 24


def test_open_queues_hear_that_something_has_changed_and_nothing_else(
    cast: Cast, comment: Comment
) -> None:
    case = report(cast.author, comment, "Geheime Begründung")
    decide(cast.moderator, case)
    frames = replay("desk-1", 0)["de"].frames or []
    assert len(frames) == 4  # opened, reported, decided, decision made
    assert {frame.text.partition('"id"')[2] for frame in frames} == {
        ':"desk-pulse","html":"<span id=\\"desk-pulse\\"></span>"}'
    }


def test_the_counts_are_asked_for_by_open_queues(cast: Cast, comment: Comment) -> None:
    client = signed_in(cast.moderator)
    assert "<b>0</b>" in client.get("/moderation/zahlen/").content.decode()
    report(cast.author, comment)
    assert "<b>1</b>" in client.get("/moderation/zahlen/").content.decode()


def test_a_former_moderator_sees_nothing_any_more(cast: Cast, comment: Comment) -> None:
    case = report(cast.author, comment)
    second = make_member("zweite")
    for board in (cast.public, cast.inside, cast.closed):
        entrust(actor=cast.office, topic=board, moderators=[second])
    assert signed_in(cast.moderator).get(f"/moderation/faelle/{case.pk}/").status_code == 404
    assert shown(second) == {case.pk}
    assert Notice.objects.filter(kind="case").count() == 1


def test_handing_over_is_a_form_with_a_reason(cast: Cast, comment: Comment) -> None:
    case = report(cast.author, comment)
    client, path = signed_in(cast.moderator), f"/moderation/faelle/{case.pk}/weitergeben/"
    assert client.post(path, {"version": "1", "reason": ""}).status_code == 400
    client.post(path, {"version": "1", "reason": "Schreibpause nötig."})
    assert (shown(cast.moderator), shown(cast.office)) == (set(), {case.pk})
    decide(cast.office, case, Measure.WARN)


def test_an_offer_to_a_board_stands_in_its_queue_until_it_is_settled(
    cast: Cast, elsewhere: Member, events: list[str]
) -> None:
    idea, target = make_idea(cast.author, cast.public), elsewhere.curated_topics.get()
    events.clear()
    offer = move_idea(
        actor=cast.moderator, idea=idea, source=cast.public, target=target, reason="Passt besser."
    )
    case = Case.objects.get(kind="offer")
    assert shown(elsewhere) == {case.pk}
    assert shown(cast.moderator) == set()
    assert told(elsewhere) == ["offer"], "one letter, not two"
    page = signed_in(elsewhere).get(f"/moderation/faelle/{case.pk}/").content.decode()
    assert "/themen/angebote/" in page
    accept_offer(actor=elsewhere, offer=offer)
    case.refresh_from_db()
    assert (case.state, shown(elsewhere)) == ("decided", set())
    assert events.count("case.opened") == events.count("case.decided") == 1
