"""How merging, parting and splitting look: open pages fetch themselves anew, so much changes."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from ideas.live.boards import cards_and_parts
from ideas.models import Idea, State
from live.registry import Fragment, shows

# On boards it is the card of the idea, with its new counts, wherever it stands there.
shows("topic", "comments")(cards_and_parts)


@shows("thread", "comments")
def pages_anew(thread_pk: int, ids: Sequence[int]) -> dict[int, Fragment]:
    """Return that the page is to be fetched again, and why: for those who are just writing there.

    The other idea is not named: not all who read this one need be able to read that.
    """
    state = Idea.objects.filter(thread=thread_pk).values_list("state", flat=True).first()
    if state == State.MERGED:
        said = _("This idea was merged with another one; the discussion goes on there.")
    else:
        said = _("The moderators have put this discussion together anew.")
    return {pk: Fragment(f"idea-{pk}-text", None, renews=True, said=said) for pk in ids}
