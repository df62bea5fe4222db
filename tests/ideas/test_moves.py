"""An idea goes to another board: at once, or as an offer that is answered; everybody is told."""

from typing import Any

import pytest

from discussions.models import Admission, Audience, Thread
from ideaforge.errors import Conflict, Forbidden, Refused
from ideas.actions import (
    accept_offer,
    archive_board,
    change_visibility,
    decline_offer,
    feature_idea,
    move_idea,
    pin_idea,
    withdraw_idea,
    withdraw_offer,
)
from ideas.models import Idea, MoveOffer, Topic
from live.frames import replay
from members.models import Member, Notice, Role
from members.telling import letters
from moderation.models import Act
from tests.cast import JSON, Cast, make_board, make_idea, make_member, signed_in

pytestmark = pytest.mark.django_db
OFFERS = "/themen/angebote/"


@pytest.fixture
def other(cast: Cast) -> Member:
    """A moderator of another board."""
    return make_member("other", role=Role.MODERATOR)


@pytest.fixture
def bildung(other: Member) -> Topic:
    """The other board."""
    return make_board("Bildung", moderators=[other])


@pytest.fixture
def offer(cast: Cast, idea: Idea, bildung: Topic) -> MoveOffer:
    """The idea, offered to the other board."""
    return move(cast.moderator, idea, cast.public, bildung)


def move(actor: Member, idea: Idea, source: Topic, target: Topic, **more: Any) -> MoveOffer:
    return move_idea(
        actor=actor, idea=idea, source=source, target=target, reason="Passt besser.", **more
    )


def boards_of(idea: Idea) -> list[str]:
    return list(idea.placements.order_by("pk").values_list("tag__name", flat=True))


def told(member: Member) -> list[str]:
    notices = Notice.objects.filter(member=member).order_by("pk")
    return [letter.subject for _notice, letter in letters(list(notices))]


def last_frame(topic: Topic) -> str:
    return (replay(topic.stream, 0)["de"].frames or [])[-1].text


def test_into_a_board_of_ones_own_it_moves_at_once(cast: Cast, events: list[str]) -> None:
    mine = make_board("Wetter", moderators=[cast.moderator])
    idea = make_idea(cast.author, cast.public, make_board("Bildung"))
    events.clear()
    move(cast.moderator, idea, cast.public, mine)
    assert events == ["idea.left", "idea.placed"]
    assert boards_of(idea) == ["Wetter", "Bildung"], "it leads where the other led"
    assert '"ev":"gone"' in last_frame(cast.public)
    assert "Deich" in last_frame(mine)
    assert Idea.objects.get().version == idea.version + 1
    assert told(cast.author) == ["Ihre Idee „Deich“ steht jetzt bei einem anderen Thema"]


def test_into_another_board_it_is_offered(
    cast: Cast, idea: Idea, bildung: Topic, other: Member, events: list[str]
) -> None:
    events.clear()
    offer = move(cast.moderator, idea, cast.public, bildung)
    assert (events, offer.state, boards_of(idea)) == (
        ["offer.made"],
        "open",
        ["Klimaschutz"],
    )
    assert told(other) == ["„Deich“ wird Ihrem Thema angeboten"]
    assert (told(cast.author), told(cast.moderator)) == ([], [])


def test_an_offer_that_is_accepted_moves_the_idea_and_its_rights(
    cast: Cast, offer: MoveOffer, other: Member, bildung: Topic, events: list[str]
) -> None:
    events.clear()
    accept_offer(actor=other, offer=offer, answer="Gern.")
    assert events == ["offer.accepted", "idea.left", "idea.placed"]
    idea = Idea.objects.get()
    assert boards_of(idea) == ["Bildung"]
    moderators = Admission.objects.filter(thread=idea.thread_id, moderates=True)
    assert list(moderators.values_list("member", flat=True)) == [other.pk]
    assert Thread.objects.get(pk=idea.thread_id).echoes == [bildung.stream]
    assert ('"ev":"gone"' in last_frame(cast.public), "Deich" in last_frame(bildung)) == (
        True,
        True,
    )
    assert told(cast.moderator) == ["„Deich“ ist zu „Bildung“ gewechselt"]
    assert told(cast.author) == ["Ihre Idee „Deich“ steht jetzt bei einem anderen Thema"]


def test_an_offer_that_is_declined_changes_nothing_but_is_answered(
    cast: Cast, offer: MoveOffer, other: Member, events: list[str]
) -> None:
    events.clear()
    with pytest.raises(Refused) as refused:
        decline_offer(actor=other, offer=offer, answer="")
    assert (refused.value.field, events) == ("answer", [])
    decline_offer(actor=other, offer=offer, answer="Gehört zum Klima.")
    assert (events, boards_of(offer.idea)) == (["offer.declined"], ["Klimaschutz"])
    [(_notice, letter)] = letters(list(Notice.objects.filter(member=cast.moderator)))
    assert "Gehört zum Klima." in letter.words
    assert told(cast.author) == []


def test_an_offer_is_taken_back_and_then_is_settled(
    cast: Cast, offer: MoveOffer, other: Member, idea: Idea, bildung: Topic, events: list[str]
) -> None:
    events.clear()
    withdraw_offer(actor=cast.moderator, offer=offer)
    assert events == ["offer.withdrawn"]
    for late in (accept_offer, decline_offer):
        with pytest.raises(Conflict, match="Moderator"):
            late(actor=other, offer=offer, answer="x")
    with pytest.raises(Conflict):
        withdraw_offer(actor=cast.moderator, offer=offer)
    move(cast.moderator, idea, cast.public, bildung)  # and can be made again


def test_one_open_offer_of_an_idea_and_a_board(
    cast: Cast, offer: MoveOffer, idea: Idea, bildung: Topic
) -> None:
    mine = make_board("Wetter", moderators=[cast.moderator])
    for target in (bildung, mine):
        with pytest.raises(Refused, match="Bildung"):
            move(cast.moderator, idea, cast.public, target)
    assert MoveOffer.objects.count() == 1


def test_what_cannot_be_moved(cast: Cast, idea: Idea, bildung: Topic, other: Member) -> None:
    both = make_idea(cast.author, cast.public, bildung)
    old = make_board("Altes")
    archive_board(actor=cast.office, topic=old, reason="x")
    hidden = make_board("Geheim", visibility="closed", moderators=[other])
    for one, source, target in [
        (idea, cast.inside, bildung), (idea, cast.public, cast.public),
        (both, cast.public, bildung), (idea, cast.public, old), (idea, cast.public, hidden),
    ]:  # fmt: skip
        with pytest.raises(Refused):
            move(cast.moderator, one, source, target)
    withdraw_idea(actor=cast.author, idea=idea)
    with pytest.raises(Refused):
        move(cast.moderator, idea, cast.public, bildung)
    assert not MoveOffer.objects.exists()


def test_an_idea_that_is_gone_meanwhile_is_not_accepted_but_can_be_declined(
    cast: Cast, offer: MoveOffer, other: Member
) -> None:
    withdraw_idea(actor=cast.author, idea=offer.idea)
    with pytest.raises(Refused):
        accept_offer(actor=other, offer=offer)
    decline_offer(actor=other, offer=offer, answer="Ist nicht mehr da.")


def test_an_idea_whose_author_was_quicker_stands_there_once(
    cast: Cast, offer: MoveOffer, other: Member, bildung: Topic
) -> None:
    offer.idea.placements.create(tag=bildung)
    accept_offer(actor=other, offer=offer)
    assert boards_of(offer.idea) == ["Bildung"]


def test_pins_and_features_are_left_behind(cast: Cast, idea: Idea) -> None:
    mine = make_board("Wetter", moderators=[cast.moderator])
    pin_idea(actor=cast.moderator, topic=cast.public, idea=idea)
    feature_idea(actor=cast.moderator, topic=cast.public, idea=idea, because="Läuft.")
    move(cast.moderator, idea, cast.public, mine)
    place = idea.placements.get()
    assert (place.tag, place.pin, place.is_featured, place.section) == (mine, None, False, None)


def test_to_an_opener_board_it_goes_only_when_that_is_confirmed(cast: Cast) -> None:
    idea = make_idea(cast.author, cast.inside)
    with pytest.raises(Refused) as refused:
        move(cast.moderator, idea, cast.inside, cast.public)
    assert refused.value.field == "opens"
    move(cast.moderator, idea, cast.inside, cast.public, opens=True)
    assert Idea.objects.get().audience == Audience.PUBLIC
    move(cast.moderator, idea, cast.public, cast.closed)
    assert Idea.objects.get().audience == Audience.ADMITTED
    assert signed_in(cast.mate).get(idea.get_absolute_url()).status_code == 404


def test_each_board_has_its_line_in_the_log_and_only_what_its_readers_may_know(
    cast: Cast, idea: Idea
) -> None:
    move(cast.moderator, idea, cast.public, cast.closed)
    rows = Act.objects.filter(activity__verb__in=("idea.left", "idea.placed")).order_by("pk")
    left, placed = rows
    assert (left.topic, left.why, left.before, left.after, left.in_public) == (
        cast.public, "Passt besser.", "Klimaschutz", "Vertrauliches", False,
    )  # fmt: skip
    assert (placed.topic, placed.member, placed.in_public) == (cast.closed, cast.author, True)


def test_only_moderators_of_the_board_concerned(
    cast: Cast, idea: Idea, bildung: Topic, other: Member
) -> None:
    for member in (cast.author, cast.mate, cast.guest, other):
        with pytest.raises(Forbidden):
            move(member, idea, cast.public, bildung)
    offer = move(cast.moderator, idea, cast.public, bildung)
    for member in (cast.author, cast.mate, cast.guest, cast.moderator):
        with pytest.raises(Forbidden):
            accept_offer(actor=member, offer=offer)
        with pytest.raises(Forbidden):
            decline_offer(actor=member, offer=offer, answer="x")
    for member in (cast.author, cast.mate, cast.guest, other):
        with pytest.raises(Forbidden):
            withdraw_offer(actor=member, offer=offer)
    accept_offer(actor=cast.office, offer=offer)
    assert boards_of(idea) == ["Bildung"]


def test_an_offer_to_a_board_without_moderators_goes_to_the_office(cast: Cast, idea: Idea) -> None:
    move(cast.moderator, idea, cast.public, make_board("Verwaist"))
    assert told(cast.office) == ["„Deich“ wird Ihrem Thema angeboten"]


def test_letters_say_what_holds_today_to_those_who_may_know(
    cast: Cast, offer: MoveOffer, other: Member, bildung: Topic
) -> None:
    notice = Notice.objects.get(member=other)
    assert "hat das Angebot" not in letters([notice])[0][1].words
    withdraw_offer(actor=cast.moderator, offer=offer)
    assert "Moderator hat das Angebot zurückgezogen." in letters([notice])[0][1].words
    bildung.moderators.clear()
    assert letters([notice]) == []


def test_moving_by_form(cast: Cast, idea: Idea, bildung: Topic) -> None:
    client, url = signed_in(cast.moderator), f"/ideen/{idea.pk}/verschieben/"
    assert "/verschieben/" in client.get(idea.get_absolute_url()).content.decode()
    assert "/verschieben/" not in signed_in(cast.mate).get(idea.get_absolute_url()).content.decode()
    page = client.get(url).context["form"]
    assert [one.slug for one in page.fields["source"].queryset] == ["klimaschutz"]
    form = {"source": "klimaschutz", "target": "bildung", "reason": "Passt besser."}
    for wrong, field in [({"source": "kooperation"}, "source"), ({"target": ""}, "target"),
                         ({"target": "klimaschutz"}, "target"), ({"reason": " "}, "reason"),
                         ({"target": "x" * 300}, "target")]:  # fmt: skip
        answer = client.post(url, form | wrong)
        assert (answer.status_code, list(answer.context["form"].errors)) == (400, [field])
    answer = client.post(url, form)
    assert (answer.status_code, answer["Location"]) == (303, OFFERS)
    again = client.post(url, form)
    assert again.status_code == 400
    assert "Passt besser." in again.content.decode()
    for member, status in ((cast.mate, 403), (cast.author, 403), (cast.guest, 403)):
        assert signed_in(member).get(url).status_code == status


def test_more_readers_are_asked_for_by_form(cast: Cast) -> None:
    idea = make_idea(cast.author, cast.inside)
    client, url = signed_in(cast.moderator), f"/ideen/{idea.pk}/verschieben/"
    form = {"source": "kooperation", "target": "klimaschutz", "reason": "Für alle."}
    assert 'name="opens"' not in client.get(url).content.decode()
    answer = client.post(url, form)
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["opens"])
    assert 'name="opens"' in answer.content.decode()
    answer = client.post(url, form | {"opens": "on"})
    assert (answer.status_code, answer["Location"]) == (303, idea.get_absolute_url())


def test_answering_by_form(cast: Cast, offer: MoveOffer, other: Member) -> None:
    client, url = signed_in(other), f"{OFFERS}{offer.pk}/"
    assert "Deich" in client.get(OFFERS).content.decode()
    answer = client.post(url, {"deed": "decline", "answer": ""})
    assert (answer.status_code, answer.context["at"]) == (400, offer.pk)
    assert client.post(url, {"deed": "x", "answer": "Mühsam getippt"}).status_code == 400
    answer = client.post(url, {"deed": "accept", "answer": "Gern."})
    assert (answer.status_code, answer["Location"]) == (303, f"{OFFERS}#offer-{offer.pk}")
    late = client.post(url, {"deed": "decline", "answer": "Mühsam getippt"})
    assert (late.status_code, "Mühsam getippt" in late.content.decode()) == (409, True)
    assert "angenommen von Other" in late.content.decode()
    assert "Gern." in client.get(OFFERS).content.decode()


def test_taking_back_by_form_and_script(cast: Cast, offer: MoveOffer, other: Member) -> None:
    url = f"{OFFERS}{offer.pk}/zurueckziehen/"
    assert signed_in(other).post(url).status_code == 404
    body = signed_in(cast.moderator).post(url, headers=JSON).json()
    assert body == {"id": f"offer-{offer.pk}", "state": "withdrawn"}


def test_offers_are_seen_by_the_two_boards_and_the_office(
    cast: Cast, offer: MoveOffer, other: Member
) -> None:
    third = make_member("third", role=Role.MODERATOR)
    make_board("Wetter", moderators=[third])

    def seen(member: Member) -> tuple[int, int]:
        context = signed_in(member).get(OFFERS).context
        return len(context["waiting"]), len(context["made"])

    readers = (cast.moderator, other, third, cast.office)
    assert [seen(one) for one in readers] == [(0, 1), (1, 0), (0, 0), (1, 1)]
    assert [signed_in(one).get(OFFERS).status_code for one in (cast.mate, cast.guest)] == [404, 404]
    answer = {"deed": "accept", "answer": "x"}
    for stranger in (third, cast.moderator, cast.mate):
        assert signed_in(stranger).post(f"{OFFERS}{offer.pk}/", answer).status_code == 404


def test_a_board_that_closes_meanwhile_still_gets_what_it_accepts(
    cast: Cast, offer: MoveOffer, other: Member, bildung: Topic
) -> None:
    change_visibility(actor=cast.office, topic=bildung, visibility="closed")
    accept_offer(actor=other, offer=offer)
    assert Idea.objects.get().audience == Audience.ADMITTED
