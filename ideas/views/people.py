"""The pages of a member and of a municipality, with the ideas that belong to them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from ideas.access import ideas_visible_to
from ideas.live import card_html
from ideas.queries import PER_PAGE, with_card
from members.access import get_member, get_municipality, members_visible_to
from members.signed_in import member_of, members_only


@members_only
@require_GET
def member(request: HttpRequest, pk: int, handle: str) -> HttpResponse:
    """Show a member and what they have posted."""
    reader = member_of(request)
    found = get_member(reader, pk)
    if handle != found.handle:
        return redirect(found, permanent=True)
    ideas = with_card(ideas_visible_to(reader).filter(author=found)).order_by("-published")
    cards = card_html(list(ideas[:PER_PAGE]))
    return render(request, "members/profile.html", {"member": found, "cards": cards})


@require_GET
def municipality(request: HttpRequest, ags: str, slug: str) -> HttpResponse:
    """Show a municipality, its people, and the ideas posted for it."""
    reader = member_of(request)
    found = get_municipality(ags)
    if slug != found.slug:
        return redirect(found, permanent=True)
    ideas = with_card(ideas_visible_to(reader).filter(municipality=found)).order_by("-published")
    context = {
        "municipality": found,
        "cards": card_html(list(ideas[:PER_PAGE])),
        "people": members_visible_to(reader).filter(municipality=found),
    }
    return render(request, "members/municipality.html", context)
