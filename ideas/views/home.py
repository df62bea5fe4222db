"""Home: what is alive now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ideas.live import TRACK
from ideas.overview import boards_for, figures_for, fleet_for, moves_for
from members.actions import note_visit
from members.signed_in import member_of


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show what has moved since the last visit, the boards, and the fleet of pilots."""
    member = member_of(request)
    since = note_visit(member=member) if member else None
    fleet = fleet_for(member)
    context = {
        "since": since,
        "moves": moves_for(member, since),
        "boards": boards_for(member),
        "fleet": [
            {"stage": stage.value, "label": stage.label, "boats": fleet.get(stage.value, [])}
            for stage in TRACK
        ],
        "resting": fleet.get("resting", []),
        "figures": figures_for(member),
    }
    return render(request, "home.html", context)
