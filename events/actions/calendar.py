"""The secret address of a member's calendar: made, and made anew."""

from uuid import UUID, uuid4

from django.db import transaction

from events.models import CalendarKey
from members.access import require_known
from members.models import Member


@transaction.atomic
def renew_calendar(*, actor: Member, ends: UUID | None) -> CalendarKey:
    """Give a member's calendar an address, in place of the one that `ends`, which is dead at once.

    None stands for the first address. A form that was sent twice ends no more than what it shows.
    """
    actor = require_known(actor)
    stored = CalendarKey.objects.filter(member=actor).first()
    if stored is None:
        return CalendarKey.objects.create(member=actor)
    if stored.key == ends:
        stored.key = uuid4()
        stored.save(update_fields=["key"])
    return stored
