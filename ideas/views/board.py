"""The boards: all of them, one of them, and arranging its pins."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ideaforge.answers import answer
from ideaforge.errors import Refused
from ideaforge.fields import first_error
from ideas import actions
from ideas.access import (
    can_curate,
    get_topic,
    ideas_visible_to,
    is_invited,
    topics_curated_by,
)
from ideas.forms import PinForm
from ideas.live import card_html, front_parts, head_part, sections_part, sort_key
from ideas.models import Topic
from ideas.overview import boards_for
from ideas.parts import tiles_html
from ideas.queries import PER_PAGE, by_number, front_of
from ideas.sections import places_on, sections_of
from live.frames import body_of, fragment_now
from live.record import heads
from members.access import takes_part
from members.signed_in import member_of, members_only


@require_GET
def topics(request: HttpRequest) -> HttpResponse:
    """Show every board that the reader may read, with what is alive on it."""
    boards = boards_for(member_of(request))
    tiles = list(zip(boards, tiles_html(boards), strict=True))
    context = {
        "tiles": [html for one, html in tiles if one.archived is None],
        "archive": [html for one, html in tiles if one.archived is not None],
        "curates": topics_curated_by(member_of(request)).exists(),
    }
    return render(request, "ideas/topics.html", context)


@require_GET
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one board: what is featured and pinned, its sections, then the rest."""
    member = member_of(request)
    topic = get_topic(member, slug)
    if slug != topic.slug:
        return redirect_to_today(request, topic)
    n = heads([topic.stream])[topic.stream]
    front, places = front_of(topic), places_on(topic, sections_of(topic))
    page = Paginator(places.rest, PER_PAGE).get_page(request.GET.get("seite"))
    found = by_number([*page.object_list, *places.shown])
    shown = [found[number] for number in page.object_list if number in found]
    context = {
        "topic": topic,
        "head_html": head_part(topic)[1],
        "front_html": [html for _element, html in front_parts(topic, front)],
        "sections_html": sections_part(topic, places, found)[1],
        "page": page,
        "cards": card_html(shown),
        "is_empty": not (front or places.shown or shown),
        "last": sort_key(shown[-1]) if shown and page.has_next() else "",
        "may_curate": (may_curate := can_curate(member, topic)),
        "is_named": may_curate or is_invited(member, topic),
        "takes_part": takes_part(member),
        "stream": topic.stream,
        "n": n,
    }
    return render(request, "ideas/board.html", context)


def redirect_to_today(request: HttpRequest, topic: Topic) -> HttpResponse:
    """Lead an address that a board once had to where it is now."""
    query = request.META.get("QUERY_STRING", "")
    url = topic.get_absolute_url()
    response = HttpResponsePermanentRedirect(f"{url}?{query}" if query else url)
    response["Cache-Control"] = "no-cache"  # a topic may get its old name back
    return response


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
    move, reason = form.cleaned_data["move"], form.cleaned_data["reason"]
    if move == "unpin":
        actions.unpin_idea(actor=member, topic=topic, idea=idea, reason=reason)
    else:
        actions.pin_idea(actor=member, topic=topic, idea=idea, move=move, reason=reason)
    fragment = fragment_now(topic.stream, "pin.set", pk)
    said = _("{title}: pinned") if move != "unpin" else _("{title}: no longer pinned")
    body = {**body_of(fragment), "said": said.format(title=idea.title)}
    return answer(request, body, to=topic.get_absolute_url())
