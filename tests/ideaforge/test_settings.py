"""Settings from the environment: what is unsafe is refused with a sentence that helps."""

import gc
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.core.exceptions import ImproperlyConfigured

from ideaforge.environment import build_of, refuse_unsafe, secret_key
from live.alone import NotAlone, hold_alone

ASK = "from django.conf import settings as s; print(s.DEBUG, s.DEMO, s.COMMENT_RATES, s.LIMITS_ON)"


def start(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Start a process of its own with nothing but these variables."""
    environment = {"PATH": os.environ["PATH"], "IDEAFORGE_DATA_DIR": str(folder)}
    environment |= {"DJANGO_SETTINGS_MODULE": "ideaforge.settings", **variables}
    return subprocess.run(
        [sys.executable, "-c", ASK], cwd=project.BASE_DIR, env=environment, text=True,
        capture_output=True,
    )  # fmt: skip


def test_out_of_the_box_everything_is_shut(tmp_path: Path) -> None:
    told = start(tmp_path).stdout
    assert told == "False False [(10, 3), (60, 10), (3600, 60)] True\n"


def test_the_demo_is_refused_in_public_unless_asked_for_twice(tmp_path: Path) -> None:
    refused = start(tmp_path, IDEAFORGE_DEMO="1", DEBUG="off")
    assert refused.returncode == 1
    assert "IDEAFORGE_DEMO_PUBLIC=1" in refused.stderr
    allowed = start(tmp_path, IDEAFORGE_DEMO="1", DEBUG="off", IDEAFORGE_DEMO_PUBLIC="1")
    assert allowed.stdout.startswith("False True")


def test_limits_are_switched_off_for_load_tests_only(tmp_path: Path) -> None:
    refused = start(tmp_path, IDEAFORGE_LIMITS="off")
    assert refused.returncode == 1
    assert "IDEAFORGE_LIMITS=off is for load tests" in refused.stderr
    assert start(tmp_path, IDEAFORGE_LIMITS="off", IDEAFORGE_DEMO="1").stdout == (
        "True True [] False\n"
    )


@pytest.mark.parametrize(
    ("debug", "demo", "public", "limits", "is_safe"),
    [
        (False, False, False, True, True), (True, True, False, True, True),
        (True, True, False, False, True), (True, False, False, False, True),
        (False, True, True, True, True), (False, True, True, False, True),
        (False, True, False, True, False), (False, False, False, False, False),
        (False, False, True, False, False),
    ],
)  # fmt: skip
def test_every_combination(
    debug: bool, demo: bool, public: bool, limits: bool, is_safe: bool
) -> None:
    def check() -> None:
        refuse_unsafe(debug=debug, demo=demo, demo_in_public=public, limits=limits)

    if is_safe:
        check()
    else:
        with pytest.raises(ImproperlyConfigured):
            check()


def test_the_secret_is_made_once_and_for_the_owner_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    first = secret_key(tmp_path)
    assert (secret_key(tmp_path), len(first) > 50) == (first, True)
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    monkeypatch.setenv("SECRET_KEY", "eigener")
    assert secret_key(tmp_path) == "eigener"


def test_the_build_changes_with_any_template(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("eins")
    before = build_of(tmp_path)
    assert build_of(tmp_path) == before
    (tmp_path / "a.html").write_text("zwei")
    assert build_of(tmp_path) != before


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # the refused one ends, and its files
def test_a_second_process_is_refused_with_what_to_do(tmp_path: Path, settings: Any) -> None:
    settings.REDIS_URL = ""
    first = hold_alone(tmp_path)
    with pytest.raises(NotAlone) as refused:
        hold_alone(tmp_path)
    for words in (str(os.getpid()), str(tmp_path), "IDEAFORGE_DATA_DIR", "REDIS_URL"):
        assert words in str(refused.value)
    del refused
    gc.collect()
    assert first is not None
    first.close()
    again = hold_alone(tmp_path)
    assert again is not None
    again.close()
    settings.REDIS_URL = "redis://localhost"
    assert (hold_alone(tmp_path), hold_alone(tmp_path)) == (None, None)
