"""Writes on ideas and boards, one module per kind of verb."""

from ideas.actions.board import change_visibility, entrust, open_topic, pin_idea, unpin_idea
from ideas.actions.content import Content
from ideas.actions.merge import merge_ideas
from ideas.actions.moderate import hide_idea, remove_idea, show_idea
from ideas.actions.part import part_ideas
from ideas.actions.pilot import set_stage
from ideas.actions.publish import publish_idea, withdraw_idea
from ideas.actions.split import split_idea, unsplit_idea
from ideas.actions.support import support_idea, unsupport_idea
from ideas.actions.write import edit_idea, save_draft

__all__ = [
    "Content",
    "change_visibility",
    "edit_idea",
    "entrust",
    "hide_idea",
    "merge_ideas",
    "open_topic",
    "part_ideas",
    "pin_idea",
    "publish_idea",
    "remove_idea",
    "save_draft",
    "set_stage",
    "show_idea",
    "split_idea",
    "support_idea",
    "unpin_idea",
    "unsplit_idea",
    "unsupport_idea",
    "withdraw_idea",
]
