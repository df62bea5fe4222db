"""The addresses of events, for the tests that open every view of the platform."""

from datetime import timedelta
from uuid import uuid4

from django.core import signing

from discussions.actions import post_comment
from events.actions import (
    FieldPlan,
    PollPlan,
    Seed,
    Slot,
    Words,
    add_field,
    add_slot,
    begin_minutes,
    enter_as_guest,
    make_poll,
    publish_minutes,
    renew_calendar,
    take_up,
    welcome_guests,
)
from events.models import AgendaItem, Poll, Question
from events.views.guests import SALT
from tests.cast import Cast
from tests.events.plans import announced, soon
from tests.events.seats import seat

# What organisers read and print, the door, and the consoles; and what they read of a slot.
LISTS = {"participants", "participants_export", "badges", "check_in", "podium_console",
         "console"}  # fmt: skip
READ_ONLY = {"events", "event_archive", "event", "event_by_number", "ticket", "minutes",
             "minutes_file", "minutes_pdf", "event_ideas", "podium", "session",
             "session_slot", "screen", "event_calendar", "calendar_feed", *LISTS}  # fmt: skip
WRITE_ONLY = {"announce_event", "show_out", "ask_question", "support_question",
              "withdraw_question", "vote", "set_podium", "steer_question", "steer_poll",
              "put_on_air", "take_off_air", "slow_slot", "lock_slot", "open_slot",
              "usual_fields", "move_field", "show_on_screen"}  # fmt: skip
OF_THE_OFFICE = {"new_event"}
OF_ORGANISERS = {"edit_event", "cancel_event", "add_slot", "edit_slot", "delete_slot",
                 "guest_door", "check_in_person", "write_answer", "make_poll", "edit_poll",
                 "event_fields", "edit_field", "delete_field", "sign_off_other",
                 "edit_minutes", "take_up_poll",
                 *LISTS}  # fmt: skip
OF_OWNERS = {"take_up", "take_up_question", "adoption"}
OF_COMERS = {"register_for_event", "sign_off_event"}
OPEN_TO_STRANGERS = {"enter_as_guest", "come_as_guest", "confirm_guest"}
BOTH = {"new_event", "own_calendar", "own_place", *OPEN_TO_STRANGERS, *OF_COMERS,
        *OF_ORGANISERS - LISTS, *OF_OWNERS}  # fmt: skip
FOR_MEMBERS = {"new_event", "own_calendar", "ticket", *OF_COMERS, *OF_ORGANISERS, *OF_OWNERS}


def addresses_of_events(cast: Cast) -> dict[str, str]:
    """Return an address for each name, with an event that everybody reads and a slot."""
    starts = soon(0.01)
    event = announced(
        cast.office, starts=starts, audience="public", guests_register=True,
        organisers=[cast.moderator],
    )  # fmt: skip
    ends = event.starts + timedelta(hours=1)
    item = add_slot(actor=cast.office, event=event, slot=Slot("Auftakt", event.starts, ends))
    event = welcome_guests(actor=cast.office, event=event)
    seated = seat(event, cast.author)
    guest = enter_as_guest(event=event, code=event.guest_code, name="Anna Muster")
    field = add_field(actor=cast.office, event=event, plan=FieldPlan("Essen?")).pk
    first, second = (
        post_comment(author=who, thread=item.thread, text="Gut.", key=uuid4()).comment
        for who in (cast.author, cast.mate)
    )
    seed = Seed("Idee", "Gut.", cast.author, [cast.public])
    adoption = take_up(actor=cast.moderator, item=item, comment=second, seed=seed)
    key = renew_calendar(actor=cast.mate, ends=None).key
    question = Question.objects.create(item=item, author=cast.author, text="Was?", key=uuid4())
    asked = make_poll(actor=cast.office, item=item, plan=PollPlan("cloud", "Wie?"))
    ended = Poll.objects.create(item=item, kind="scale", text="Gut?", state="closed",
                                closed=soon(0), result={"votes": 0, "counts": {}})  # fmt: skip
    AgendaItem.objects.filter(pk=item.pk).update(air="over", went_off=soon(0))
    minutes = begin_minutes(actor=cast.office, item=item)
    minutes = publish_minutes(actor=cast.office, minutes=minutes, version=1,
                              words=Words("Gut.", "all"))  # fmt: skip
    on_podium = f"/termine/{event.pk}/live/{item.pk}"
    on_question, on_poll = f"/fragen/{question.pk}", f"/umfragen/{asked.pk}"
    words = {"event": event.pk, "name": "Berta", "standing": "", "email": "berta@x.de"}
    token = signing.dumps(words, salt=SALT, compress=True)
    on, slot = f"/termine/{event.pk}", f"/termine/{event.pk}/programm/{item.pk}"
    console = f"{on}/regie/{item.pk}"
    return {
        "events": "/termine/", "event_archive": "/termine/archiv/", "new_event": "/termine/neu/",
        "event": event.get_absolute_url(), "event_by_number": f"{on}/",
        "edit_event": f"{on}/bearbeiten/", "announce_event": f"{on}/ankuendigen/",
        "cancel_event": f"{on}/absagen/", "add_slot": f"{on}/programm/",
        "edit_slot": f"{slot}/", "delete_slot": f"{slot}/loeschen/",
        "register_for_event": f"{on}/anmelden/", "sign_off_event": f"{on}/abmelden/",
        "sign_off_other": f"{on}/abmelden/{seated.pk}/", "own_place": f"{on}/platz/",
        "event_fields": f"{on}/fragen/", "usual_fields": f"{on}/fragen/uebliche/",
        "edit_field": f"{on}/fragen/{field}/", "move_field": f"{on}/fragen/{field}/ordnen/",
        "delete_field": f"{on}/fragen/{field}/loeschen/",
        "take_up": f"/termine/uebernehmen/{first.pk}/",
        "adoption": f"/termine/uebernahmen/{adoption.pk}/",
        "take_up_question": f"/termine/uebernehmen/frage/{question.pk}/",
        "take_up_poll": f"/termine/uebernehmen/umfrage/{ended.pk}/",
        "minutes": f"{event.get_absolute_url()}protokoll/",
        "minutes_file": f"{event.get_absolute_url()}protokoll.md",
        "minutes_pdf": f"{event.get_absolute_url()}protokoll.pdf",
        "edit_minutes": f"{event.get_absolute_url()}protokoll/{item.pk}/bearbeiten/",
        "event_ideas": f"{event.get_absolute_url()}ideen/",
        "event_calendar": f"{event.get_absolute_url()}kalender.ics",
        "calendar_feed": f"/kalender/{key}.ics", "own_calendar": "/konto/kalender/",
        "participants": f"{on}/teilnehmende/", "participants_export": f"{on}/teilnehmende.xlsx",
        "badges": f"{on}/namensschilder/", "ticket": f"{on}/eintritt/",
        "check_in": f"{on}/einlass/", "check_in_person": f"{on}/einlass/{seated.key}/",
        "podium": f"/termine/{event.pk}-{event.slug}/live/{item.pk}/fragen/",
        "ask_question": f"{on_podium}/fragen/stellen/",
        "podium_console": f"{on_podium}/fragen/regie/",
        "set_podium": f"{on_podium}/fragen/regeln/", "make_poll": f"{on_podium}/umfragen/",
        "support_question": f"{on_question}/unterstuetzen/",
        "withdraw_question": f"{on_question}/zuruecknehmen/",
        "steer_question": f"{on_question}/regie/", "write_answer": f"{on_question}/antwort/",
        "vote": f"{on_poll}/abstimmen/", "edit_poll": f"{on_poll}/bearbeiten/",
        "steer_poll": f"{on_poll}/regie/",
        "guest_door": f"{on}/gaeste/", "come_as_guest": f"{on}/als-gast/",
        "confirm_guest": f"{on}/als-gast/{token}/",
        "session": event.session_url, "session_slot": item.session_url,
        "console": f"{event.get_absolute_url()}regie/",
        "put_on_air": f"{console}/auf-sendung/", "take_off_air": f"{console}/beenden/",
        "screen": f"{event.get_absolute_url()}leinwand/",
        "show_on_screen": f"{on}/leinwand/zeigen/",
        "slow_slot": f"{console}/tempo/", "lock_slot": f"{console}/sperren/",
        "open_slot": f"{console}/oeffnen/",
        "enter_as_guest": f"{on}/gast/{event.guest_code}/",
        "show_out": f"{on}/gaeste/{guest.guest_passes.get().pk}/beenden/",
    }  # fmt: skip
