"""Hostile markup: nothing that runs comes through, and either gate alone would stop it."""

import pytest

from ideaforge import text
from tests.conftest import Strings
from tests.ideaforge.parsed import dangers_in

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="data:text/html,x">x</a>',
    '<p style="position:fixed">x</p>',
    "<svg onload=alert(1)>",
    '<a href="https://a.de" onclick="x()">x</a>',
    "<iframe src=//evil.example></iframe>",
    "<form action=//evil.example><input name=q></form>",
    "<base href=//evil.example>",
    "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_without_gates_there_was_something_to_stop(attack: str) -> None:
    assert dangers_in(attack) != []


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("gone", ["nothing", "bleach", "nh3"])
def test_with_one_gate_open_the_other_still_stops_it(
    attack: str, gone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_gate(gone, monkeypatch)
    assert dangers_in(text.sanitize(attack)) == []


@pytest.mark.parametrize("gone", ["nothing", "bleach", "nh3"])
@pytest.mark.parametrize("file", ["hostile/xss_patt.json", "hostile/blns.json"])
def test_no_known_attack_passes_rendering(
    gone: str, file: str, strings: Strings, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_gate(gone, monkeypatch)
    attacks = strings(file)
    assert {attack: dangers_in(text.render(attack)) for attack in attacks} == {
        attack: [] for attack in attacks
    }


@pytest.mark.parametrize("gone", ["nothing", "bleach", "nh3"])
def test_no_known_attack_passes_as_markup(
    gone: str, strings: Strings, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_gate(gone, monkeypatch)
    attacks = strings("hostile/xss_patt.json")
    assert sum(dangers_in(attack) != [] for attack in attacks) > 20
    assert [attack for attack in attacks if dangers_in(text.sanitize(attack))] == []


def test_with_both_gates_open_the_tests_would_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    open_gate("bleach", monkeypatch)
    open_gate("nh3", monkeypatch)
    assert [attack for attack in ATTACKS if not dangers_in(text.sanitize(attack))] == []


def open_gate(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everything through one of the gates."""
    if name != "nothing":
        monkeypatch.setattr(f"{name}.clean", lambda markup, **_options: markup)
