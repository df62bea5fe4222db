"""Words of moderation: a first draft of the reason for each rule, and what each deed is called."""

from django.utils.translation import gettext_lazy as _

from moderation.models import Rule

# What the one-tap decision gives as reason, and what the form begins with.
REASONS = {
    Rule.RESPECT: _("It disparages people. Please argue about the matter, not the person."),
    Rule.TOPIC: _("It does not belong to what is discussed here."),
    Rule.ADVERTISING: _("It advertises. Advertising has no place on the platform."),
    Rule.PRIVACY: _("It reveals what is private or confidential."),
    Rule.FALSEHOOD: _("It states as fact what is demonstrably untrue."),
    Rule.ILLEGAL: _("It is against the law."),
    Rule.OTHER: _("It breaks the rules of the house."),
}

VERBS = {
    "pin.set": _("pinned or moved among the pinned ones"),
    "pin.taken": _("no longer pinned"),
    "feature.set": _("featured"),
    "feature.taken": _("no longer featured"),
    "board.edited": _("board edited"),
    "look.changed": _("look of the board changed"),
    "board.archived": _("board archived"),
    "board.reopened": _("board reopened"),
    "board.posting": _("changed who may post"),
    "reading.changed": _("changed who may read"),
    "board.entrusted": _("board entrusted"),
    "section.filled": _("put into a section"),
    "section.emptied": _("taken out of a section"),
    "order.changed": _("sections ordered"),
    "sections.made": _("section made"),
    "sections.changed": _("section changed"),
    "sections.deleted": _("section deleted"),
    "sections.restored": _("section brought back"),
    "tag.renamed": _("tag renamed"),
    "tag.merged": _("tags merged"),
    "tag.parted": _("merge of tags undone"),
    "tag.made_topic": _("tag made a topic"),
    "topic.opened": _("topic opened"),
    "topic.ordered": _("topics ordered"),
    "topic.renamed": _("topic renamed"),
    "topic.merged": _("topics merged"),
    "offer.made": _("offered to another board"),
    "offer.accepted": _("offer accepted"),
    "offer.declined": _("offer declined"),
    "offer.withdrawn": _("offer taken back"),
    "idea.left": _("given to another board"),
    "idea.placed": _("taken from another board"),
    "case.passed_on": _("handed over to the office"),
    "comment.held": _("held back automatically"),
    "idea.held": _("held back automatically"),
    "decision.made": _("decided"),
    "decision.undone": _("decision undone"),
    "appeal.granted": _("objection granted"),
    "appeal.dismissed": _("objection dismissed"),
    "idea.merged": _("merged with another idea"),
    "idea.parted": _("merge undone"),
    "comments.joined": _("contributions of a merged idea taken in"),
    "comments.parted": _("contributions of a merged idea given back"),
    "comments.split": _("contributions made an idea of their own"),
    "comments.returned": _("contributions brought back"),
}


def verb_label(verb: str) -> str:
    """Return what a deed is called in the log."""
    return str(VERBS.get(verb, verb))
