"""Home: what is alive now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ideas.movement import fleet_for, moves_for
from ideas.overview import boards_for, figures_for
from ideas.parts import fleet_html, sentences, tiles_html
from members.actions import note_visit
from members.signed_in import member_of


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show what has moved since the last visit, the boards, and the fleet of pilots."""
    member = member_of(request)
    since = note_visit(member=member) if member else None
    moves = moves_for(member, since)
    said = zip(moves, sentences(moves), strict=True)
    context = {
        "since": since,
        "moves": [{"html": html, "is_new": move.is_new} for move, html in said],
        "tiles": tiles_html([board for board in boards_for(member) if board.archived is None]),
        "fleet_html": fleet_html(fleet_for(member)),
        "figures": figures_for(member),
    }
    return render(request, "home.html", context)
