"""The boards: all of them, one of them, and arranging its pins."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ideaforge.answers import answer
from ideaforge.errors import Refused
from ideaforge.fields import first_error
from ideas import actions
from ideas.access import can_curate, get_topic, ideas_visible_to
from ideas.forms import PinForm
from ideas.live import card_html, pinned_part, sort_key
from ideas.overview import boards_for
from ideas.parts import tiles_html
from ideas.queries import PER_PAGE, cards_in, others_on, pins_of
from live.frames import body_of, fragment_now
from live.record import heads
from members.signed_in import member_of, members_only


@require_GET
def topics(request: HttpRequest) -> HttpResponse:
    """Show every board that the reader may read, with what is alive on it."""
    return render(
        request, "ideas/topics.html", {"tiles": tiles_html(boards_for(member_of(request)))}
    )


@require_GET
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one board: pinned ideas, then the others by their latest activity."""
    member = member_of(request)
    topic = get_topic(member, slug)
    n = heads([topic.stream])[topic.stream]
    pins, others = pins_of(topic), others_on(topic)
    numbers = list(others.values_list("pk", flat=True))  # sorted they are all read anyway
    page = Paginator(numbers, PER_PAGE).get_page(request.GET.get("seite"))
    shown = cards_in(list(page.object_list))
    context = {
        "topic": topic,
        "moderators": topic.moderators.select_related("municipality"),
        "has_pins": bool(pins),
        "pinned_html": pinned_part(topic, pins)[1],
        "page": page,
        "cards": card_html(shown),
        "last": sort_key(shown[-1]) if shown and page.has_next() else "",
        "may_curate": can_curate(member, topic),
        "stream": topic.stream,
        "n": n,
    }
    return render(request, "ideas/board.html", context)


@members_only
@require_POST
def pin(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Pin an idea, move it among the pinned ones, or let it go."""
    member = member_of(request)
    topic = get_topic(member, slug)
    form = PinForm(request.POST)
    if not form.is_valid():
        raise Refused(first_error(form).messages[0])
    idea = get_object_or_404(ideas_visible_to(member), pk=pk)
    move = form.cleaned_data["move"]
    if move == "unpin":
        actions.unpin_idea(actor=member, topic=topic, idea=idea)
    else:
        actions.pin_idea(actor=member, topic=topic, idea=idea, move=move)
    fragment = fragment_now(topic.stream, "pin.set", pk)
    said = _("{title}: pinned") if move != "unpin" else _("{title}: no longer pinned")
    body = {**body_of(fragment), "said": said.format(title=idea.title)}
    return answer(request, body, to=topic.get_absolute_url())
