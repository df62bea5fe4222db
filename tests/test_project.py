"""The project as a whole: migrations complete, catalogue complete and formal, limits."""

import re
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import translation

ROOT = Path(settings.BASE_DIR)
CATALOGUE = ROOT / "locale" / "de" / "LC_MESSAGES" / "django.po"
INFORMAL = re.compile(
    r"\b(du|dich|dir|dein|deine|deinem|deinen|deiner|deines|ihr|euch|euer|eure|euren|eurem)\b", re.I
)
FIGURE = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    """The German catalogue."""
    return polib.pofile(str(CATALOGUE))


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_project_passes_its_own_check() -> None:
    call_command("check", fail_level="WARNING", verbosity=0)


def test_the_german_catalogue_is_complete(catalogue: polib.POFile) -> None:
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    assert len(catalogue.translated_entries()) > 200


def test_every_string_of_the_code_stands_in_the_catalogue(
    catalogue: polib.POFile, tmp_path: Path
) -> None:
    """Extract the strings anew into a copy of the project, and compare."""
    for name in ("ideaforge", "live", "members", "discussions", "ideas", "templates"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "locale").mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "-l", "de", "--symlinks", "--no-obsolete",
         "--pythonpath", str(ROOT), "--settings", "ideaforge.settings", "--verbosity", "0"],
        cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    if "xgettext" in done.stderr and done.returncode:
        pytest.skip("GNU gettext is not installed")
    fresh = polib.pofile(str(tmp_path / "locale" / "de" / "LC_MESSAGES" / "django.po"))
    known = {(one.msgctxt, one.msgid) for one in catalogue if not one.obsolete}
    assert {(one.msgctxt, one.msgid) for one in fresh} - known == set()


def words_of(entry: polib.POEntry | polib.MOEntry) -> list[str]:
    return [entry.msgstr, *entry.msgstr_plural.values()]


def test_german_says_sie(catalogue: polib.POFile) -> None:
    said = [words for entry in catalogue for words in words_of(entry)]
    # "Ihr" with a capital is formal; "ihr" and everything of "du" is not.
    informal = [one for one in said for hit in INFORMAL.findall(one) if hit != "Ihr"]
    assert informal == []
    assert sum("Sie" in words for words in said) > 20


def test_placeholders_are_the_same_in_both_languages(catalogue: polib.POFile) -> None:
    wrong = [
        entry.msgid for entry in catalogue for words in words_of(entry) if words
        and set(FIGURE.findall(words)) not in (
            set(FIGURE.findall(entry.msgid)), set(FIGURE.findall(entry.msgid_plural)),
        )
    ]  # fmt: skip
    assert wrong == []


def test_the_compiled_catalogue_is_that_of_the_source(catalogue: polib.POFile) -> None:
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    assert {(one.msgctxt, one.msgid): words_of(one) for one in compiled} == {
        (one.msgctxt, one.msgid): words_of(one) for one in catalogue.translated_entries()
    }


def test_pages_are_german_unless_somebody_chose_otherwise() -> None:
    with translation.override("de"):
        assert translation.gettext("Sign in") == "Anmelden"
    assert settings.LANGUAGE_CODE == "de"


def test_the_limits_that_ship_are_those_of_the_design() -> None:
    assert (settings.COMMENT_LENGTH, settings.IDEA_LENGTH, settings.TITLE_LENGTH) == (
        10_000, 20_000, 200,
    )  # fmt: skip
    assert (settings.TAGS_PER_IDEA, settings.TAG_LENGTH, settings.TOPICS_PER_IDEA) == (8, 50, 3)
    assert (settings.BODY_BYTES, settings.SOCKET_FRAME_BYTES) == (65_536, 8_192)
    assert (settings.SOCKET_FRAMES, settings.SOCKET_FRAMES_SECONDS) == (20, 10)
    assert (settings.SOCKETS_PER_MEMBER, settings.REPLAY_LENGTH) == (10, 200)
    assert settings.ACCOUNT_RATE_LIMITS == {"login_failed": "10/15m/key,10/15m/ip"}
