"""Names of an import: members who can never sign in."""

from members.actions import free_handle
from members.models import Member


class Placeholders:
    """Makes one placeholder member for each name of a source; a second run finds them again."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        known = Member.objects.filter(source__startswith=f"{origin}:")
        self._known = {member.source: member for member in known}

    def named(self, name: str) -> Member:
        """Return the placeholder of a name."""
        source = f"{self.origin}:{name}"[:120]
        if source not in self._known:
            member = Member(
                name=name[:120] or self.origin,
                handle=free_handle(source),
                source=source,
                is_active=False,
            )
            member.set_unusable_password()
            member.save(force_insert=True)
            self._known[source] = member
        return self._known[source]
