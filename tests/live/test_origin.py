"""The gate before the socket, origin by origin."""

import pytest
from django.test import override_settings

from live.origin import is_own


@pytest.mark.parametrize(
    ("origin", "host", "scheme", "own"),
    [
        ("http://a.de", "a.de", "ws", True),
        ("http://a.de:80", "a.de", "ws", True),
        ("http://A.de", "a.de:80", "ws", True),
        ("https://a.de", "a.de", "wss", True),
        ("https://a.de:443", "a.de", "wss", True),
        ("http://a.de:8000", "a.de:8000", "ws", True),
        ("https://a.de", "a.de", "ws", False),
        ("http://a.de", "a.de", "wss", False),
        ("http://a.de:8000", "a.de", "ws", False),
        ("http://a.de:443", "a.de", "ws", False),
        ("http://b.a.de", "a.de", "ws", False),
        ("null", "", "ws", False),
        ("", "a.de", "ws", False),
        ("", "", "ws", False),
    ],
)
def test_an_origin_is_own_by_scheme_host_and_port(
    origin: str, host: str, scheme: str, own: bool
) -> None:
    with override_settings(SITE_URL=""):
        assert is_own(origin, host, scheme) is own


@pytest.mark.parametrize(
    ("origin", "own"),
    [
        ("https://ideen.example.de", True),
        ("https://ideen.example.de:443", True),
        ("http://ideen.example.de", False),
        ("https://ideen.example.de:8443", False),
        ("http://127.0.0.1:8000", False),
        ("", False),
    ],
)
def test_behind_a_proxy_the_configured_address_decides(origin: str, own: bool) -> None:
    with override_settings(SITE_URL="https://ideen.example.de"):
        assert is_own(origin, "127.0.0.1:8000", "ws") is own
