"""The agenda: slots in order, within the event, and never with what readers may not see."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from discussions.actions import post_comment
from discussions.models import Thread
from events.actions import Slot, add_slot, delete_slot, edit_event, edit_slot
from events.actions.agenda import SLOTS
from events.forms.times import TYPED
from events.models import AgendaItem, Event
from ideaforge.errors import Conflict, Forbidden, Refused
from live.frames import fragment_now
from members.models import Member
from tests.cast import Cast, make_idea, signed_in
from tests.events.plans import announced, plan, soon

pytestmark = pytest.mark.django_db


def slot(
    event: Event, title: str = "Auftakt", start: int = 0, minutes: int = 45, **fields: Any
) -> Slot:
    begins = event.starts + timedelta(minutes=start)
    return Slot(title, begins, begins + timedelta(minutes=minutes), **fields)


def add(
    actor: Member, event: Event, title: str = "Auftakt", start: int = 0, **fields: Any
) -> AgendaItem:
    return add_slot(actor=actor, event=event, slot=slot(event, title, start, **fields))


def agenda(event: Event) -> str:
    return fragment_now(event.stream, "agenda.changed", event.pk).html or ""


def test_slots_stand_in_the_order_of_their_times(cast: Cast, events: list[str]) -> None:
    event = announced(cast.office)
    events.clear()
    for title, start in [("Zweitens", 60), ("Erstens", 0), ("Drittens", 120)]:
        add(cast.office, event, title, start)
    html = agenda(event)
    assert sorted(["Erstens", "Zweitens", "Drittens"], key=html.index) == [
        "Erstens", "Zweitens", "Drittens",
    ]  # fmt: skip
    assert events == ["agenda.changed"] * 3


def test_a_slot_lies_within_its_event_and_takes_time(cast: Cast) -> None:
    event = announced(cast.office)
    for field, wrong in [
        ("starts", slot(event, start=-1)), ("starts", slot(event, start=150, minutes=60)),
        ("ends", slot(event, minutes=0)),
    ]:  # fmt: skip
        with pytest.raises(Refused) as refused:
            add_slot(actor=cast.office, event=event, slot=wrong)
        assert refused.value.field == field
    assert (AgendaItem.objects.count(), Thread.objects.count()) == (0, 0)


def test_slots_move_along_with_their_event_and_never_out_of_it(cast: Cast) -> None:
    event = announced(cast.office, starts=soon(10))
    item = add(cast.office, event, start=120)
    moved = plan(starts=event.starts + timedelta(days=7))
    event = edit_event(actor=cast.office, event=event, plan=moved, version=event.version)
    assert AgendaItem.objects.get().starts == item.starts + timedelta(days=7)
    short = plan(starts=event.starts, ends=event.starts + timedelta(hours=1))
    with pytest.raises(Refused, match="Auftakt") as refused:
        edit_event(actor=cast.office, event=event, plan=short, version=event.version)
    assert refused.value.field == "ends"


def test_only_organisers_touch_it_and_two_do_not_overwrite_each_other(cast: Cast) -> None:
    event = announced(cast.office, organisers=[cast.moderator])
    item = add(cast.moderator, event)
    for member in (cast.mate, cast.guest):
        for deed in (
            lambda who: add(who, event), lambda who: delete_slot(actor=who, item=item),
            lambda who: edit_slot(actor=who, item=item, slot=slot(event), version=1),
        ):  # fmt: skip
            with pytest.raises(Forbidden):
                deed(member)
    edit_slot(actor=cast.office, item=item, slot=slot(event, "Neu"), version=1)
    with pytest.raises(Conflict):
        edit_slot(actor=cast.moderator, item=item, slot=slot(event, "Alt"), version=1)
    assert AgendaItem.objects.get().title == "Neu"


def test_a_slot_in_which_somebody_has_written_stays(cast: Cast) -> None:
    event = announced(cast.office)
    spoken, silent = add(cast.office, event), add(cast.office, event, "Still", 60)
    post_comment(author=cast.mate, thread=spoken.thread, text="Ich habe es gesagt.", key=uuid4())
    with pytest.raises(Refused):
        delete_slot(actor=cast.office, item=spoken)
    delete_slot(actor=cast.office, item=silent)
    assert list(Thread.objects.values_list("pk", flat=True)) == [spoken.thread_id]
    with pytest.raises(Conflict):
        delete_slot(actor=cast.office, item=silent)


def test_what_not_all_readers_may_see_stands_on_no_agenda(cast: Cast) -> None:
    ideas = [make_idea(cast.author, board, title=f"Vogel {board.slug}")
             for board in (cast.public, cast.inside)]  # fmt: skip
    hidden = make_idea(cast.moderator, cast.closed, title="Vogel geheim")
    linked: dict[str, Any] = {
        "ideas": [*ideas, hidden],
        "topics": [cast.public, cast.inside, cast.closed],
    }
    seen = {}
    for audience in ("public", "members"):
        event = announced(cast.office, audience=audience)
        add(cast.office, event, **linked)
        html = agenda(event)
        seen[audience] = [idea.title in html for idea in (*ideas, hidden)]
        assert ("/themen/kooperation/" in html) == (audience == "members")
        assert "/themen/vertrauliches/" not in html
    assert seen == {"public": [True, False, False], "members": [True, True, False]}


def test_an_agenda_has_an_end(cast: Cast) -> None:
    event = announced(cast.office)
    made = [Thread.objects.create() for _ in range(SLOTS)]
    AgendaItem.objects.bulk_create(
        AgendaItem(event=event, thread=thread, title="x", starts=event.starts, ends=event.ends)
        for thread in made
    )
    with pytest.raises(Refused, match=str(SLOTS)):
        add(cast.office, event)


def test_slots_by_form(cast: Cast) -> None:
    event, client = announced(cast.office), signed_in(cast.office)
    idea = make_idea(cast.author, cast.public)
    url, local = f"/termine/{event.pk}/programm/", event.starts.astimezone(event.tz)
    starts, ends = (local.strftime(TYPED), (local + timedelta(hours=1)).strftime(TYPED))
    times = {"starts": starts, "ends": ends}
    assert f'value="{times["starts"]}"' in client.get(url).content.decode()
    for ideas in ("99", "#x", "9" * 30, "/ideen/99-weg/"):
        wrong = client.post(url, times | {"title": "Mühsam getippt", "ideas": ideas})
        assert (wrong.status_code, list(wrong.context["form"].errors)) == (400, ["ideas"])
        assert "Mühsam getippt" in wrong.content.decode()
    words = times | {"title": "Auftakt", "ideas": f"#{idea.pk}", "topics": str(cast.public.pk)}
    answer = client.post(url, words)
    item = AgendaItem.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, item.get_absolute_url())
    assert (list(item.ideas.all()), list(item.topics.all())) == ([idea], [cast.public])
    again = client.post(f"{url}{item.pk}/", words | {"title": "Neu", "version": "1"})
    assert (again.status_code, AgendaItem.objects.get().title) == (303, "Neu")
    assert client.post(f"{url}{item.pk}/loeschen/").status_code == 303
    assert not AgendaItem.objects.exists()
