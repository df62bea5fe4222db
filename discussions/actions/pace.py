"""How fast members may write, and what moderators look at before others read it."""

import re
from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussions.access import may_moderate
from discussions.models import Comment, CommentState, Thread
from ideaforge.errors import TooFast
from members.models import Member

LINK = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)
LETTER = re.compile(r"[^\W_]")


def require_pace(author: Member, thread: Thread) -> None:
    """Refuse what comes faster than the shipped rates, or than a slowed discussion allows."""
    _require_rates(author)
    if not thread.slow_minutes or may_moderate(author, thread):
        return
    last = thread.comments.filter(author=author).order_by("-created").first()
    pause = timedelta(minutes=thread.slow_minutes)
    if last is not None and (left := last.created + pause - timezone.now()) > timedelta(0):
        raise TooFast(slow_words(thread.slow_minutes), wait=int(left.total_seconds()) + 1)


def slow_words(minutes: int) -> str:
    """Return what readers of a slowed discussion are told."""
    return ngettext(
        "The moderators have slowed this discussion down: one contribution in %(minutes)d minute.",
        "The moderators have slowed this discussion down: one contribution in %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}


def _require_rates(author: Member) -> None:
    if not settings.COMMENT_RATES:
        return
    now = timezone.now()
    counts = {
        f"within_{seconds}": Count("pk", filter=Q(created__gt=now - timedelta(seconds=seconds)))
        for seconds, _most in settings.COMMENT_RATES
    }
    longest = max(seconds for seconds, _most in settings.COMMENT_RATES)
    recent = Comment.objects.filter(
        author=author, created__gt=now - timedelta(seconds=longest), created__lte=now
    ).aggregate(**counts)
    for seconds, most in settings.COMMENT_RATES:
        if recent[f"within_{seconds}"] >= most:
            raise TooFast(
                _("That was quick. Please wait a moment; your text is kept."), wait=seconds
            )


def why_held(author: Member, thread: Thread, text: str) -> str:
    """Return why moderators look at these words first, or empty where they do not."""
    if may_moderate(author, thread):
        return ""
    if thread.holds_newcomers and _is_new(author):
        return _("First contribution of a new member")
    if _is_burst_of_links(author, text):
        return _("Several contributions in a row that are nothing but links")
    return ""


def _is_new(author: Member) -> bool:
    return not Comment.objects.filter(author=author, state=CommentState.VISIBLE).exists()


def _is_burst_of_links(author: Member, text: str) -> bool:
    if not is_only_links(text):
        return False
    most, seconds = settings.LINK_BURST
    since = timezone.now() - timedelta(seconds=seconds)
    recent = Comment.objects.filter(author=author, created__gt=since)
    texts = recent.order_by("-created").values_list("text", flat=True)[: most * 10]
    return sum(map(is_only_links, texts)) >= most


def is_only_links(text: str) -> bool:
    """Tell whether a text has links, and no word beside them."""
    rest, links = LINK.subn("", text)
    return links > 0 and LETTER.search(rest) is None
