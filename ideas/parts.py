"""Parts of overviews that many readers share: kept under a key of the very data they show."""

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.urls import reverse

from ideaforge.slugs import german_slug
from ideas.forms import FilterForm
from ideas.live import TRACK
from ideas.models import Stage, Topic
from ideas.movement import Boat, Move
from live.fragments import digest, kept
from members.queries import municipalities_of_members


def fleet_html(fleet: dict[str, list[Boat]]) -> str:
    """Return the fleet of pilots on their track."""
    return kept("fleet", [fleet], version=digest, render=_fleets)[0]


def _fleets(fleets: Sequence[dict[str, list[Boat]]]) -> list[str]:
    return [render_to_string("_fleet.html", _fleet(fleet)) for fleet in fleets]


def _fleet(fleet: dict[str, list[Boat]]) -> dict[str, object]:
    def shown(place: str) -> list[dict[str, object]]:
        return [{"boat": boat, "url": url_of(boat.pk, boat.title)} for boat in fleet.get(place, [])]

    steps = [{"label": stage.label, "boats": shown(stage.value)} for stage in TRACK]
    return {"fleet": steps, "resting": shown("resting")}


def tiles_html(boards: Sequence[Topic]) -> list[str]:
    """Return the tiles of boards from `boards_for`."""
    return kept("tile", boards, version=_tile_version, render=_tiles)


def _tile_version(board: Topic) -> str:
    counts = (board.idea_count, board.pilot_count, board.weeks)  # type: ignore[attr-defined]
    return digest(board.pk, board.version, board.name, board.wanted_now, board.description, counts)


def _tiles(boards: Sequence[Topic]) -> list[str]:
    return [render_to_string("ideas/_tile.html", {"board": board}) for board in boards]


def sentences(moves: Sequence[Move]) -> list[str]:
    """Return what each move says, with the face of who did it last."""
    return kept("move", moves, version=_move_version, render=_sentences)


def _move_version(move: Move) -> str:
    return digest(move.verb, move.idea, move.title, move.stage, move.when, move.actors)


def _sentences(moves: Sequence[Move]) -> list[str]:
    return [render_to_string("_move.html", _sentence(move)) for move in moves]


def _sentence(move: Move) -> dict[str, object]:
    return {
        "move": move,
        "actor": move.actors[0],
        "others": len(move.actors) - 1,
        "url": url_of(move.idea, move.title),
        "stage": Stage(move.stage).label if move.stage else "",
    }


def filters_html(filters: FilterForm) -> str:
    """Return the choices of the list's filters; kept as long as all that is chosen is known."""
    places = list(municipalities_of_members().values_list("ags", "name"))

    def render(forms: Sequence[FilterForm]) -> list[str]:
        context = {"filters": forms[0], "places": places}
        return [render_to_string("ideas/_filters.html", context)]

    if filters.errors:
        return render([filters])[0]
    topics = filters.fields["thema"].queryset.values_list("pk", "version")  # type: ignore[attr-defined]
    chosen = {
        name: str(getattr(value, "pk", value))
        for name, value in filters.cleaned_data.items()
        if name != "suche"
    }
    key = digest(chosen, list(topics), places, filters.knows_reader)
    return kept("filters", [filters], version=lambda _filters: key, render=render)[0]


def url_of(idea: int, title: str) -> str:
    """Return the address of an idea from its number and title."""
    return reverse("idea", args=[idea, german_slug(title)])
