"""What templates of other rooms show of events."""

from dataclasses import dataclass
from typing import Any

from django import template

from events.models import Event
from events.queries import NEXT, on_the_way
from live.presence import readers_of

register = template.Library()


@dataclass(frozen=True)
class OnTheWay:
    """What is on air, and which events come next."""

    on_air: list[Event]
    coming: list[Event]
    here: int  # about how many read along at the first of what is on air


@register.simple_tag(takes_context=True)
def events_on_the_way(context: dict[str, Any]) -> OnTheWay:
    """Return what is on air and the next events, as whoever looks at the page may read of them."""
    user = context["request"].user
    found = on_the_way(user if user.is_authenticated else None)
    on_air = [event for event in found if event.air_title is not None]  # type: ignore[attr-defined]
    coming = [event for event in found if event not in on_air][:NEXT]
    return OnTheWay(on_air, coming, readers_of(on_air[0].stream) if on_air else 0)
