"""The log of acts: never changed, in full for those entrusted, in public without the moderated."""

import csv
import io
from importlib import import_module
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from discussions.models import Comment
from ideas.models import Idea
from members.models import Member
from moderation import actions
from moderation.log import cells, entries
from moderation.models import Act
from moderation.queries import acts
from tests.cast import Cast, say, signed_in
from tests.moderation.desk import decide, report

VERB = "decision.made"  # boards that were entrusted stand in the log as well
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]


@pytest.fixture
def act(cast: Cast, comment: Comment) -> Act:
    """The account of a decision."""
    decide(cast.moderator, report(cast.author, comment))
    return Act.objects.get(activity__verb=VERB)


def test_the_program_refuses_to_change_or_delete_an_act(act: Act) -> None:
    with pytest.raises(TypeError):
        Act.objects.update(why="anders")
    with pytest.raises(TypeError):
        Act.objects.filter(pk=act.pk).delete()


@pytest.mark.parametrize(
    "statement", ["UPDATE moderation_act SET why = 'anders'", "DELETE FROM moderation_act"]
)
def test_the_database_refuses_it_too(act: Act, statement: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # tests/conftest.py has taken it away
            guards = import_module("moderation.migrations.0002_acts_stay").SQLITE
            cursor.execute(guards["DELETE"])
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            cursor.execute(statement)
    assert Act.objects.get(pk=act.pk).why == "Herabsetzend."


def test_moderators_read_in_full_what_is_entrusted_to_them(
    cast: Cast, act: Act, elsewhere: Member
) -> None:
    pages = {
        name: signed_in(who).get("/moderation/protokoll/").content.decode()
        for name, who in
        {"moderator": cast.moderator, "office": cast.office, "x": elsewhere}.items()
    }  # fmt: skip
    assert {name: "Herabsetzend." in page for name, page in pages.items()} == {
        "moderator": True, "office": True, "x": False,
    }  # fmt: skip
    assert "Mate" in pages["moderator"]
    assert "Kanarienvogel" not in pages["office"], "no words of anybody stand in the log"


def test_the_public_log_names_the_curator_and_the_rule_and_nobody_it_concerned(
    cast: Cast, act: Act
) -> None:
    page = signed_in(None).get("/themen/klimaschutz/protokoll/").content.decode()
    assert "kuratiert von Moderator" in page
    assert "entschieden: Ausblenden" in page
    assert "Beleidigt oder setzt Menschen herab" in page
    for secret in ("Mate", "Herabsetzend.", "Kanarienvogel", "Beitrag 1 vom"):
        assert secret not in page
    assert signed_in(None).get("/themen/vertrauliches/protokoll/").status_code == 404


def test_the_log_is_filtered(cast: Cast, act: Act) -> None:
    decision = cast.moderator.decisions.get()
    actions.undo_decision(actor=cast.office, decision=decision, reason="Versehen.")

    def verbs(query: str) -> list[str]:
        page = signed_in(cast.office).get(f"/moderation/protokoll/?{query}")
        return [entry.what for entry in page.context["entries"]]

    both = ["Entscheidung zurückgenommen: Ausblenden", "entschieden: Ausblenden"]
    assert verbs("")[:2] == both
    assert verbs("was=decision") == both
    assert verbs("wer=office") == both[:1]
    assert verbs("was=decision.made") == both[1:]
    assert verbs("thema=kooperation&was=decision") == []
    assert verbs("von=2100-01-01") == []
    assert verbs("bis=2100-01-01&von=2000-01-01&wer=moderator") == both[1:]
    assert verbs("von=unsinn&was=decision") == both


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " ="])
def test_no_cell_of_the_export_starts_a_formula(cast: Cast, idea: Idea, start: str) -> None:
    case = report(cast.author, say(cast.mate, idea))
    reason = f'{start}HYPERLINK("https://boese.example")'
    decide(cast.moderator, case, reason=reason)
    answer = signed_in(cast.moderator).get(f"/moderation/protokoll.csv?was={VERB}")
    text = b"".join(answer).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert (len(rows), rows[0][0], len(rows[1])) == (2, "Wann", 9)
    assert reason in rows[1][6]
    assert [
        cell for row in rows[1:] for cell in row if cell.lstrip(" ")[:1] in "=+-@\t\r" and cell
    ] == []


def test_an_export_has_all_rows_whatever_the_page(cast: Cast, idea: Idea, monkeypatch: Any) -> None:
    monkeypatch.setattr("moderation.views.log.AT_ONCE", 2)
    for _time in range(5):
        decide(cast.moderator, report(cast.author, say(cast.mate, idea)), "warn")
    answer = signed_in(cast.moderator).get(f"/moderation/protokoll.csv?was={VERB}")
    lines = b"".join(answer).decode().strip().splitlines()
    assert len(lines) == 6


def test_the_log_costs_the_same_for_one_row_and_for_thirty(cast: Cast, idea: Idea) -> None:
    counts = []
    for more in (1, 29):
        for _time in range(more):
            decide(cast.moderator, report(cast.author, say(cast.mate, idea)), "warn")
        with CaptureQueriesContext(connection) as queries:
            shown = entries(cast.moderator, list(acts(cast.moderator, {"verb": VERB})))
        counts.append((len(shown), len(queries)))
    assert [shown for shown, _queries in counts] == [1, 30]
    assert counts[0][1] == counts[1][1]


def test_a_row_of_the_export_has_a_cell_for_each_heading(cast: Cast, act: Act) -> None:
    [entry] = entries(cast.office, [act])
    assert cells(entry)[1:] == [
        "Moderator", "entschieden: Ausblenden", f"Beitrag {cast.mate.comments.get().pk} vom "
        f"{act.activity.created:%d.%m.%Y}", "Klimaschutz", "Mate", "Herabsetzend.", "sichtbar",
        "von der Moderation ausgeblendet",
    ]  # fmt: skip
