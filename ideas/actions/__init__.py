"""Writes on ideas and boards, one module per kind of verb."""

from ideas.actions.board import change_visibility, entrust, open_topic
from ideas.actions.content import Content
from ideas.actions.erase import erase_idea
from ideas.actions.face import Face, archive_board, edit_board, reopen_board
from ideas.actions.feature import feature_idea, unfeature_idea
from ideas.actions.merge import merge_ideas
from ideas.actions.moderate import hide_idea, remove_idea, show_idea
from ideas.actions.move import accept_offer, decline_offer, move_idea, withdraw_offer
from ideas.actions.origin import note_origin
from ideas.actions.part import part_ideas
from ideas.actions.pilot import set_stage
from ideas.actions.pins import pin_idea, unpin_idea
from ideas.actions.posting import Rights, set_posting
from ideas.actions.publish import publish_idea, withdraw_idea
from ideas.actions.sections import (
    change_section,
    delete_section,
    fill_section,
    make_section,
    move_section,
    restore_section,
)
from ideas.actions.split import split_idea, unsplit_idea
from ideas.actions.support import support_idea, unsupport_idea
from ideas.actions.tag_merge import merge_tags, part_tags
from ideas.actions.tags import make_topic, rename_tag
from ideas.actions.topic_merge import merge_topics
from ideas.actions.topics import begin_topic, order_topic, rename_topic
from ideas.actions.write import edit_idea, save_draft

__all__ = [
    "Content",
    "Face",
    "Rights",
    "accept_offer",
    "archive_board",
    "begin_topic",
    "change_section",
    "change_visibility",
    "decline_offer",
    "delete_section",
    "edit_board",
    "edit_idea",
    "entrust",
    "erase_idea",
    "feature_idea",
    "fill_section",
    "hide_idea",
    "make_section",
    "make_topic",
    "merge_ideas",
    "merge_tags",
    "merge_topics",
    "move_idea",
    "move_section",
    "note_origin",
    "open_topic",
    "order_topic",
    "part_ideas",
    "part_tags",
    "pin_idea",
    "publish_idea",
    "remove_idea",
    "rename_tag",
    "rename_topic",
    "reopen_board",
    "restore_section",
    "save_draft",
    "set_posting",
    "set_stage",
    "show_idea",
    "split_idea",
    "support_idea",
    "unfeature_idea",
    "unpin_idea",
    "unsplit_idea",
    "unsupport_idea",
    "withdraw_idea",
    "withdraw_offer",
]
