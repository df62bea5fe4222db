"""Who reads of which event: by list, page, archive and socket."""

import pytest

from discussions.models import Thread
from events.access import events_visible_to
from events.actions import Slot, add_slot, cancel_event, edit_event
from events.models import Event, Registration
from live.registry import readable
from members.models import Member
from tests.cast import Cast, signed_in
from tests.events.plans import announced, draft, plan, soon

pytestmark = pytest.mark.django_db
READERS = ("nobody", "guest", "mate", "invited", "organiser", "office")


def cast_of(cast: Cast) -> dict[str, Member | None]:
    return {"nobody": None, "guest": cast.guest, "mate": cast.mate, "invited": cast.author,
            "organiser": cast.moderator, "office": cast.office}  # fmt: skip


@pytest.mark.parametrize(
    ("audience", "state", "reads"),
    [
        ("public", "announced", READERS),
        ("members", "announced", ("mate", "invited", "organiser", "office")),
        ("invited", "announced", ("invited", "organiser", "office")),
        ("invited", "cancelled", ("invited", "organiser", "office")),
        ("public", "draft", ("organiser", "office")),
    ],
)
def test_who_reads_of_it(cast: Cast, audience: str, state: str, reads: tuple[str, ...]) -> None:
    make = draft if state == "draft" else announced
    event = make(cast.office, title="Kanarienvogel", audience=audience,
                 invited=[cast.author], organisers=[cast.moderator])  # fmt: skip
    add_slot(actor=cast.office, event=event, slot=Slot("Zaunkönig", event.starts, event.ends))
    if state == "cancelled":
        cancel_event(actor=cast.office, event=event, reason="Sturm.")
    for name, member in cast_of(cast).items():
        client, may = signed_in(member), name in reads
        page = client.get(event.get_absolute_url())
        assert (page.status_code, "Zaunkönig" in page.content.decode()) == (
            200 if may else 404, may,
        ), name  # fmt: skip
        listed = client.get("/termine/").content.decode()
        assert ("Kanarienvogel" in listed) == may, name
        assert (event.pk in readable("event", member, {event.pk})) == may, name
        thread = Thread.objects.get(agendaitem__event=event).pk
        assert (thread in readable("thread", member, {thread})) == may, name


def test_who_is_registered_reads_it_whatever_became_of_the_invitation(cast: Cast) -> None:
    event = announced(cast.office, audience="invited")
    assert not events_visible_to(cast.mate).exists()
    Registration.objects.create(event=event, member=cast.mate, standing="registered")
    assert list(events_visible_to(cast.mate)) == [event]
    Registration.objects.update(member=cast.guest)
    assert list(events_visible_to(cast.guest)) == [event]


def test_whoever_is_invited_no_longer_does_not_read_what_is_said(cast: Cast) -> None:
    event = announced(cast.office, audience="invited", invited=[cast.author, cast.mate])
    item = add_slot(actor=cast.office, event=event, slot=Slot("A", event.starts, event.ends))
    assert readable("thread", cast.mate, {item.thread_id}) == {item.thread_id}
    shown = plan(audience="invited", invited=[cast.author], starts=event.starts)
    edit_event(actor=cast.office, event=event, plan=shown, version=event.version)
    assert readable("thread", cast.mate, {item.thread_id}) == set()
    assert readable("thread", cast.author, {item.thread_id}) == {item.thread_id}


def test_the_list_has_what_comes_and_the_archive_what_was(cast: Cast) -> None:
    titles = [("Später", soon(20)), ("Bald", soon(2)), ("Gerade", soon(-0.05))]
    for title, starts in titles:
        announced(cast.office, title=title, starts=starts)
    past = announced(cast.office, title="Gewesen")
    never = draft(cast.office, title="Nie angekündigt")
    gone = {"starts": soon(-9), "ends": soon(-8)}
    Event.objects.filter(pk__in=[past.pk, never.pk]).update(**gone)
    client = signed_in(cast.office)
    listed = [event.title for event in client.get("/termine/").context["events"]]
    archived = [event.title for event in client.get("/termine/archiv/").context["page"]]
    assert (listed, archived) == (["Gerade", "Bald", "Später"], ["Gewesen"])


def test_an_old_address_leads_to_the_one_of_today(cast: Cast) -> None:
    event, client = announced(cast.office, title="Alt"), signed_in(cast.mate)
    old = event.get_absolute_url()
    edit_event(actor=cast.office, event=event, plan=plan(title="Neu"), version=event.version)
    for url in (old, f"/termine/{event.pk}/"):
        assert client.get(url)["Location"] == f"/termine/{event.pk}-neu/"
    assert client.get("/termine/999999999999999999/").status_code == 404
