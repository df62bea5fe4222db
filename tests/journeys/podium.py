"""A slot on air for the journeys: made by the project's own actions inside the server's data."""

import subprocess
import sys

from tests.server import ROOT, Server

MAKE = """
from datetime import timedelta
from django.utils import timezone
from events.actions import Plan, Slot, add_slot, announce_event, make_event, set_podium
from events.models import AgendaItem
from members.models import Member
office = Member.objects.filter(role="office").first()
now = timezone.now()
event = make_event(actor=office, plan=Plan(
    title="Forum heute", starts=now, ends=now + timedelta(hours=5), audience="members"))
announce_event(actor=office, event=event)
item = add_slot(actor=office, event=event, slot=Slot(
    "Wärmeplanung ehrlich", event.starts, event.starts + timedelta(hours=1)))
AgendaItem.objects.filter(pk=item.pk).update(air="on", went_on=now)
item = AgendaItem.objects.select_related("event", "thread").get(pk=item.pk)
set_podium(actor=office, item=item, takes_questions=True, allows_anonymous=True, looks_first=True)
print("made", event.pk, item.pk)
"""


def open_slot(platform: Server) -> tuple[str, str]:
    """Return the page of a new slot's podium and its console."""
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--command", MAKE],
        cwd=ROOT, env=platform.environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    event, item = done.stdout.partition("made ")[2].split()[:2]
    page = f"/termine/{event}-forum-heute/live/{item}/fragen/"
    return page, f"/termine/{event}/live/{item}/fragen/regie/"
