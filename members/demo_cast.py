"""The five whom a newcomer can be with one click, in demo mode only."""

from members.models import Member

CAST = ("mayor", "landrat", "moderator", "office", "guest")


def demo_member(key: str) -> Member | None:
    """Return one of the cast by key; None where there is none, or they are suspended."""
    if key not in CAST:
        return None
    return Member.objects.filter(source=f"demo:{key}", is_active=True).first()


def cast() -> list[dict[str, object]]:
    """Return the demo cast as the sign-in page shows it, in a fixed order."""
    wanted = [f"demo:{role}" for role in CAST]
    members = Member.objects.filter(source__in=wanted).select_related("municipality")
    known = {member.source: member for member in members}
    return [
        {
            "key": role,
            "name": known[f"demo:{role}"].name,
            "standing": known[f"demo:{role}"].standing,
            "role_label": known[f"demo:{role}"].get_role_display(),
        }
        for role in CAST
        if f"demo:{role}" in known
    ]
