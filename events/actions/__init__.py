"""Writes on events, one module per kind of verb."""

from events.actions.adopting import (
    Seed,
    accept_adoption,
    decline_adoption,
    take_up,
    withdraw_adoption,
)
from events.actions.agenda import Slot, add_slot, delete_slot, edit_slot
from events.actions.air import put_on_air, take_off_air
from events.actions.asking import (
    Asked,
    ask_question,
    support_question,
    unsupport_question,
    withdraw_question,
)
from events.actions.calendar import renew_calendar
from events.actions.checkin import Passed, check_in, check_out, undo_check_in
from events.actions.closing import close_podium
from events.actions.event import Plan, announce_event, cancel_event, edit_event, make_event
from events.actions.fields import (
    FieldPlan,
    add_field,
    add_usual_fields,
    change_field,
    delete_field,
    move_field,
)
from events.actions.following_up import follow_up
from events.actions.guests import (
    admit_guest,
    close_door,
    end_passes,
    enter_as_guest,
    show_out,
    welcome_guests,
)
from events.actions.minutes import (
    Words,
    begin_minutes,
    draft_minutes,
    draft_of,
    publish_minutes,
    unpublish_minutes,
    write_minutes,
)
from events.actions.polls import (
    PollPlan,
    change_poll,
    close_poll,
    copy_poll,
    delete_poll,
    make_poll,
    open_poll,
)
from events.actions.registering import change_answers, register, sign_off
from events.actions.screen import clear_screen, show_on_screen
from events.actions.steering import (
    answer_later,
    hide_question,
    mark_answered,
    pin_question,
    set_podium,
    show_question,
    unpin_question,
    write_answer,
)
from events.actions.voting import vote
from events.actions.waiting import accept_place, decline_place, expire_offers

__all__ = [
    "Asked",
    "FieldPlan",
    "Passed",
    "Plan",
    "PollPlan",
    "Seed",
    "Slot",
    "Words",
    "accept_adoption",
    "accept_place",
    "add_field",
    "add_slot",
    "add_usual_fields",
    "admit_guest",
    "announce_event",
    "answer_later",
    "ask_question",
    "begin_minutes",
    "cancel_event",
    "change_answers",
    "change_field",
    "change_poll",
    "check_in",
    "check_out",
    "clear_screen",
    "close_door",
    "close_podium",
    "close_poll",
    "copy_poll",
    "decline_adoption",
    "decline_place",
    "delete_field",
    "delete_poll",
    "delete_slot",
    "draft_minutes",
    "draft_of",
    "edit_event",
    "edit_slot",
    "end_passes",
    "enter_as_guest",
    "expire_offers",
    "follow_up",
    "hide_question",
    "make_event",
    "make_poll",
    "mark_answered",
    "move_field",
    "open_poll",
    "pin_question",
    "publish_minutes",
    "put_on_air",
    "register",
    "renew_calendar",
    "set_podium",
    "show_on_screen",
    "show_out",
    "show_question",
    "sign_off",
    "support_question",
    "take_off_air",
    "take_up",
    "undo_check_in",
    "unpin_question",
    "unpublish_minutes",
    "unsupport_question",
    "vote",
    "welcome_guests",
    "withdraw_adoption",
    "withdraw_question",
    "write_answer",
    "write_minutes",
]
