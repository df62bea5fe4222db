"""Which pages may open the socket: those of this site, by scheme, host and port."""

from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings

Application = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


class OriginGate:
    """Refuses the handshake with 403 where the `Origin` is missing or foreign, or nothing lives.

    Behind a proxy `IDEAFORGE_URL` names the site; without it the `Host` of the request does.
    """

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        own = is_own(
            headers.get(b"origin", ""), headers.get(b"host", ""), scope.get("scheme", "ws")
        )
        if own and scope["path"] == "/live/":
            await self.application(scope, receive, send)
        else:
            await receive()
            await send({"type": "websocket.close"})


def is_own(origin: str, host: str, scheme: str) -> bool:
    """Tell whether an origin is this site itself; default ports may be left out."""
    if settings.SITE_URL:
        return _whole(origin) == _whole(settings.SITE_URL)
    secure = scheme in {"wss", "https"}
    return bool(origin) and _whole(origin) == _whole(f"{'https' if secure else 'http'}://{host}")


def _whole(origin: str) -> str:
    scheme, _, rest = origin.lower().partition("://")
    port = {"http": ":80", "https": ":443"}.get(scheme, "")
    return f"{scheme}://{rest.removesuffix(port)}"
