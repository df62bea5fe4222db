"""Times as people type them: in the time zone of the event."""

from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

TYPED = "%Y-%m-%dT%H:%M"
NEAR = ("Europe/Berlin", "Europe/Vienna", "Europe/Zurich", "Europe/Brussels", "UTC")


class TimeField(forms.DateTimeField):
    """A day and an hour; naive times are those of the active zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=TYPED)

    def __init__(self, **kwargs: object) -> None:
        messages = {"invalid": _("Please give a day and an hour.")}
        super().__init__(**{"error_messages": messages} | kwargs)  # type: ignore[arg-type]


def zone_choices() -> list[tuple[str, str]]:
    """Return the zones, the near ones first."""
    far = sorted(name for name in available_timezones() if "/" in name and name not in NEAR)
    return [(name, name.replace("_", " ")) for name in (*NEAR, *far)]


def zone_named(name: object) -> ZoneInfo:
    """Return a zone by the name that was typed, or that of the network for anything else."""
    known = isinstance(name, str) and name in available_timezones()
    return ZoneInfo(name if isinstance(name, str) and known else NEAR[0])
