"""Writes in discussions, one module per kind of verb."""

from discussions.actions.change import (
    delete_comment,
    edit_comment,
    hide_comment,
    remove_comment,
    show_comment,
)
from discussions.actions.erase import erase_comment
from discussions.actions.outcome import link_outcome
from discussions.actions.post import Posted, post_comment
from discussions.actions.quote import mark_off_record
from discussions.actions.react import react
from discussions.actions.thread import (
    admit,
    close_thread,
    open_thread,
    reopen_thread,
    slow_thread,
)

__all__ = [
    "Posted",
    "admit",
    "close_thread",
    "delete_comment",
    "edit_comment",
    "erase_comment",
    "hide_comment",
    "link_outcome",
    "mark_off_record",
    "open_thread",
    "post_comment",
    "react",
    "remove_comment",
    "reopen_thread",
    "show_comment",
    "slow_thread",
]
