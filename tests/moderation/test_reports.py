"""Reporting: the same thing is one case, who reported hears of it, nobody floods the moderators."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from discussions.actions import delete_comment, hide_comment
from discussions.models import Comment
from ideaforge.errors import Forbidden, Refused, TooFast
from ideas.models import Idea
from members.models import Member
from moderation import actions
from moderation.models import Case, Report, Rule
from moderation.tasks import confirm_receipt, write_to_strangers
from tests.cast import Cast, at_once, make_idea, make_members, say, signed_in
from tests.moderation.desk import decide, report, told

pytestmark = pytest.mark.django_db
WORDS = {"rule": "respect", "reason": "So spricht man nicht."}


def test_a_report_opens_a_case_and_tells_the_moderators(
    cast: Cast, comment: Comment, events: list[str]
) -> None:
    events.clear()
    case = report(cast.author, comment)
    assert (case.kind, case.state, case.against, case.report_count) == (
        "report", "open", cast.mate, 1,
    )  # fmt: skip
    assert events == ["case.opened", "case.reported"]
    assert (told(cast.moderator), told(cast.mate), told(cast.author)) == (["case"], [], [])


def test_several_reports_are_one_case_and_the_moderators_are_told_once(
    cast: Cast, comment: Comment
) -> None:
    first = report(cast.author, comment)
    second = report(cast.office, comment)
    assert (first.pk, second.report_count, Case.objects.count()) == (second.pk, 2, 1)
    assert told(cast.moderator) == ["case"]


def test_a_decided_thing_may_be_reported_anew(cast: Cast, comment: Comment) -> None:
    decide(cast.moderator, report(cast.author, comment), "leave")
    report(cast.author, comment)
    assert Case.objects.count() == 2


def test_nobody_reports_twice_or_their_own_or_what_is_gone(cast: Cast, comment: Comment) -> None:
    report(cast.author, comment)
    with pytest.raises(Refused, match="bereits"):
        report(cast.author, comment)
    with pytest.raises(Refused, match="eigener"):
        report(cast.mate, comment)
    delete_comment(actor=cast.mate, comment=comment)
    with pytest.raises(Forbidden):
        report(cast.office, comment)
    assert Report.objects.count() == 1


def test_what_one_cannot_read_one_cannot_report(cast: Cast, elsewhere: Member) -> None:
    hidden = say(cast.moderator, make_idea(cast.moderator, cast.closed))
    with pytest.raises(Forbidden):
        report(elsewhere, hidden)
    with pytest.raises(Forbidden):
        report(cast.guest, hidden)
    assert signed_in(elsewhere).get(f"/melden/beitrag/{hidden.pk}/").status_code == 404
    assert not Case.objects.exists()


def test_ideas_and_profiles_are_reported_too(cast: Cast, idea: Idea) -> None:
    assert report(cast.mate, idea).against == cast.author
    assert report(cast.mate, cast.author).thread is None
    assert (told(cast.moderator), told(cast.office)) == (["case"], ["case"])


def test_a_case_about_the_moderator_goes_to_the_office(cast: Cast, idea: Idea) -> None:
    report(cast.mate, say(cast.moderator, idea))
    assert (told(cast.moderator), told(cast.office)) == ([], ["case"])
    assert "Gut." not in signed_in(cast.moderator).get("/moderation/").content.decode()


def test_ten_reports_an_hour_are_enough(cast: Cast, settings: Any) -> None:
    settings.COMMENT_RATES, settings.REPORT_RATE = [], (2, 3600)
    idea = make_idea(cast.author, cast.public)
    for _time in range(2):
        report(cast.mate, say(cast.author, idea))
    with pytest.raises(TooFast):
        report(cast.mate, say(cast.author, idea))
    assert Report.objects.count() == 2


def test_the_page_reports_and_says_what_is_missing(cast: Cast, comment: Comment) -> None:
    client = signed_in(cast.author)
    path = f"/melden/beitrag/{comment.pk}/"
    assert "Kanarienvogel" in client.get(path).content.decode()
    empty = client.post(path, {"reason": "Nur ein Satz."})
    assert (empty.status_code, Case.objects.count()) == (400, 0)
    assert "Bitte wählen Sie einen Grund." in empty.content.decode()
    assert "Nur ein Satz." in empty.content.decode()
    done = client.post(path, WORDS, follow=True)
    assert "Danke. Sie erfahren, was daraus wird." in done.content.decode()
    again = client.post(path, WORDS)
    assert (again.status_code, Report.objects.count()) == (400, 1)


def test_a_stranger_reports_by_the_contact_form_and_hears_by_mail(
    cast: Cast, comment: Comment
) -> None:
    client = Client()
    led = client.get(f"/melden/beitrag/{comment.pk}/")
    assert led["Location"].startswith("/melden/?zu=")
    address = f"https://x.de{comment.get_absolute_url()}"
    words = WORDS | {"link": address, "email": "b@x.de"}
    assert client.post("/melden/", words).status_code == 200
    made = Report.objects.get()
    assert (made.reporter, made.email, made.case.comment) == (None, "b@x.de", comment)
    confirm_receipt.func(made.pk)
    decide(cast.moderator, made.case)
    for _time in range(2):
        write_to_strangers.func(made.case_id)
    assert [m.to for m in mail.outbox] == [["b@x.de"]] * 2
    assert "tätig geworden" in mail.outbox[1].body
    assert "Kanarienvogel" not in mail.outbox[1].body
    made.refresh_from_db()
    assert made.email == "", "the address is forgotten once it has served"


@pytest.mark.parametrize(
    "form", ["{url}", "/ideen/{pk}/", "{url}#comment-{comment}", "https://h{url}?ab=1"]
)
def test_the_contact_form_understands_addresses(
    cast: Cast, idea: Idea, comment: Comment, form: str
) -> None:
    link = form.format(url=idea.get_absolute_url(), pk=idea.pk, comment=comment.pk)
    Client().post("/melden/", WORDS | {"link": link})
    case = Case.objects.get()
    assert (case.comment or case.idea) == (comment if "comment" in form else idea)


@pytest.mark.parametrize(
    "link",
    ["/mitglieder/", "https://x.de/", "Unsinn", "/ideen/999999/", "/ideen/99999999999999999999/"],
)
def test_the_contact_form_says_when_an_address_leads_nowhere(
    cast: Cast, idea: Idea, link: str
) -> None:
    answer = Client().post("/melden/", WORDS | {"link": link})
    assert (answer.status_code, Case.objects.count()) == (400, 0)
    assert "Bitte prüfen Sie sie." in answer.content.decode()
    assert "So spricht man nicht." in answer.content.decode()


def test_the_contact_form_reveals_nothing_of_what_is_not_public(cast: Cast) -> None:
    inside = make_idea(cast.author, cast.inside)
    there, nowhere = (
        Client().post("/melden/", WORDS | {"link": link})
        for link in (f"/ideen/{inside.pk}/", "/ideen/999999/")
    )
    assert (there.status_code, nowhere.status_code, Case.objects.count()) == (400, 400, 0)


def test_a_robot_that_fills_the_hidden_field_is_thanked_and_nothing_is_stored(
    cast: Cast, idea: Idea
) -> None:
    words = WORDS | {"link": idea.get_absolute_url(), "website": "https://spam.example"}
    assert Client().post("/melden/", words).status_code == 200
    assert not Report.objects.exists()


def test_one_address_of_the_network_reports_five_times_an_hour(
    cast: Cast, idea: Idea, unhurried: None
) -> None:
    links = [say(cast.mate, idea).get_absolute_url() for _time in range(6)]
    codes = [Client().post("/melden/", WORDS | {"link": link}).status_code for link in links]
    assert (codes, Report.objects.count()) == ([200] * 5 + [429], 5)


@pytest.mark.django_db(transaction=True)
def test_the_same_thing_reported_by_twenty_at_once_is_one_case(cast: Cast) -> None:
    comment = say(cast.mate, make_idea(cast.author, cast.public))
    people = make_members(20)

    def by(member: Member) -> Any:
        return lambda: actions.report(
            reporter=member, subject=Comment.objects.get(pk=comment.pk), rule=Rule.OTHER, words="x"
        )

    results = at_once([by(member) for member in people])
    assert [type(one) for one in results] == [Report] * 20
    assert (Case.objects.count(), Case.objects.get().report_count) == (1, 20)
    assert told(cast.moderator) == ["case"]


def test_a_hidden_comment_cannot_be_reported_by_those_who_no_longer_see_it(
    cast: Cast, comment: Comment
) -> None:
    hide_comment(actor=cast.moderator, comment=comment)
    with pytest.raises(Forbidden):
        report(cast.author, comment)
