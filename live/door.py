"""Who stands behind a session, what they may read and have missed: for many sockets at once."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from live.frames import LANGUAGES, Replay, replay
from live.registry import readable
from live.streams import parse_stream


def members_of(sessions: Iterable[str]) -> dict[str, Any]:
    """Return the signed-in member of each session key; ended and guest sessions are left out."""
    keys = {key for key in sessions if key}
    if not keys:
        return {}
    rows = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    claims = {row.session_key: SessionStore().decode(row.session_data) for row in rows}
    numbers = {data[SESSION_KEY] for data in claims.values() if SESSION_KEY in data}
    active = {
        str(member.pk): member
        for member in get_user_model()._default_manager.filter(pk__in=numbers, is_active=True)
    }
    return {
        key: active[data[SESSION_KEY]]
        for key, data in claims.items()
        if data.get(SESSION_KEY) in active and _is_current(data, active[data[SESSION_KEY]])
    }


def _is_current(data: dict[str, Any], member: Any) -> bool:
    # As django.contrib.auth.get_user: a changed password ends the other sessions.
    claimed = data.get(HASH_SESSION_KEY, "")
    hashes = [member.get_session_auth_hash(), *member.get_session_auth_fallback_hash()]
    return any(constant_time_compare(claimed, current) for current in hashes)


def admitted(members: dict[str, Any], wishes: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return those `(session, stream)` that may be read; one question per member and kind."""
    asked: dict[tuple[object, str], set[int]] = defaultdict(set)
    sorted_wishes = []
    for session, stream in wishes:
        if (parsed := parse_stream(stream)) is not None:
            member = members.get(session)
            asked[member, parsed[0]].add(parsed[1])
            sorted_wishes.append((session, stream, member, *parsed))
    granted = {
        (member, kind): readable(kind, member, numbers) for (member, kind), numbers in asked.items()
    }
    return {
        (session, stream)
        for session, stream, member, kind, number in sorted_wishes
        if number in granted[member, kind]
    }


def look_up(
    wishes: set[tuple[str, str]],
    places: set[tuple[str, int]],
    sessions: set[str] = frozenset(),  # type: ignore[assignment]
) -> tuple[dict[str, Any], set[tuple[str, str]], dict[tuple[str, int], dict[str, Replay]]]:
    """Return members by session, the `(session, stream)` that may be read, and replays by place.

    A place is `(stream, after)`; only streams that somebody may read are replayed.
    """
    members = members_of({session for session, _stream in wishes} | sessions)
    granted = admitted(members, wishes)
    allowed = {stream for _session, stream in granted}
    return (
        members,
        granted,
        {
            (stream, after): replay(stream, after, LANGUAGES)
            for stream, after in places
            if stream in allowed
        },
    )
