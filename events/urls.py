"""Addresses of events: German paths, English names."""

from django.urls import path

from events.views import (
    adoption,
    calendar,
    console,
    door,
    event,
    guests,
    participants,
    plan,
    podium,
    session,
    steering,
)  # fmt: skip

urlpatterns = [
    path("termine/", event.events, name="events"),
    path("termine/archiv/", event.archive, name="event_archive"),
    path("termine/neu/", plan.new_event, name="new_event"),
    path("termine/<int:pk>/", event.event, name="event_by_number"),
    path("termine/<int:pk>-<slug:slug>/", event.event, name="event"),
    path(
        "termine/<int:pk>-<slug:slug>/kalender.ics", calendar.event_calendar, name="event_calendar"
    ),
    path("kalender/<uuid:key>.ics", calendar.calendar_feed, name="calendar_feed"),
    path("konto/kalender/", calendar.own_calendar, name="own_calendar"),
    path("termine/<int:pk>-<slug:slug>/live/", session.session, name="session"),
    path(
        "termine/<int:pk>-<slug:slug>/live/<int:slot>/", session.session_slot, name="session_slot"
    ),
    path("termine/<int:pk>-<slug:slug>/regie/", console.console, name="console"),
    path("termine/<int:pk>/regie/<int:slot>/auf-sendung/", console.put_on_air, name="put_on_air"),
    path("termine/<int:pk>/regie/<int:slot>/beenden/", console.take_off_air, name="take_off_air"),
    path("termine/<int:pk>/regie/<int:slot>/tempo/", console.slow_slot, name="slow_slot"),
    path("termine/<int:pk>/regie/<int:slot>/sperren/", console.lock_slot, name="lock_slot"),
    path("termine/<int:pk>/regie/<int:slot>/oeffnen/", console.open_slot, name="open_slot"),
    path("termine/<int:pk>/bearbeiten/", plan.edit_event, name="edit_event"),
    path("termine/<int:pk>/ankuendigen/", plan.announce_event, name="announce_event"),
    path("termine/<int:pk>/absagen/", plan.cancel_event, name="cancel_event"),
    path("termine/<int:pk>/programm/", plan.add_slot, name="add_slot"),
    path("termine/<int:pk>/programm/<int:slot>/", plan.edit_slot, name="edit_slot"),
    path("termine/<int:pk>/programm/<int:slot>/loeschen/", plan.delete_slot, name="delete_slot"),
    path("termine/uebernehmen/<int:comment>/", adoption.take_up, name="take_up"),
    path("termine/uebernahmen/<int:pk>/", adoption.adoption, name="adoption"),
    path("termine/<int:pk>/gaeste/", guests.door, name="guest_door"),
    path("termine/<int:pk>/gaeste/<int:guest_pass>/beenden/", guests.show_out, name="show_out"),
    path("termine/<int:pk>/gast/<uuid:code>/", guests.enter_as_guest, name="enter_as_guest"),
    path("termine/<int:pk>/teilnehmende/", participants.participants, name="participants"),
    path("termine/<int:pk>/teilnehmende.xlsx", participants.export, name="participants_export"),
    path("termine/<int:pk>/namensschilder/", participants.badges, name="badges"),
    path("termine/<int:pk>/eintritt/", door.ticket, name="ticket"),
    path("termine/<int:pk>/einlass/", door.check_in, name="check_in"),
    path("termine/<int:pk>/einlass/<uuid:key>/", door.check_in_person, name="check_in_person"),
    path("termine/<int:pk>-<slug:slug>/live/<int:slot>/fragen/", podium.podium, name="podium"),
    path(
        "termine/<int:pk>/live/<int:slot>/fragen/stellen/",
        podium.ask_question,
        name="ask_question",
    ),
    path(
        "termine/<int:pk>/live/<int:slot>/fragen/regie/",
        steering.podium_console,
        name="podium_console",
    ),
    path("termine/<int:pk>/live/<int:slot>/fragen/regeln/", steering.set_podium, name="set_podium"),
    path("termine/<int:pk>/live/<int:slot>/umfragen/", steering.make_poll, name="make_poll"),
    path("fragen/<int:pk>/unterstuetzen/", podium.support_question, name="support_question"),
    path("fragen/<int:pk>/zuruecknehmen/", podium.withdraw_question, name="withdraw_question"),
    path("fragen/<int:pk>/regie/", steering.steer_question, name="steer_question"),
    path("fragen/<int:pk>/antwort/", steering.write_answer, name="write_answer"),
    path("umfragen/<int:pk>/abstimmen/", podium.vote, name="vote"),
    path("umfragen/<int:pk>/bearbeiten/", steering.edit_poll, name="edit_poll"),
    path("umfragen/<int:pk>/regie/", steering.steer_poll, name="steer_poll"),
]
