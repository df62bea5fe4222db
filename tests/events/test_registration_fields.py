"""What the organisers ask: built into the form, checked at the field, kept, never lost silently."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from events.actions import (
    FieldPlan,
    add_field,
    add_usual_fields,
    change_field,
    delete_field,
    move_field,
)
from events.actions.fields import FIELDS
from events.models import Event, Registration, RegistrationField
from ideaforge.errors import Conflict, Forbidden, Refused
from tests.cast import Cast, signed_in
from tests.conftest import Strings
from tests.events.making import come, make_event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Read the sentences as they stand in the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def event(cast: Cast) -> Event:
    """A forum of two days."""
    zone = ZoneInfo("Europe/Berlin")
    times = [datetime(2031, 5, day, hour, tzinfo=zone) for day, hour in ((7, 10), (8, 16))]
    return make_event(
        cast.office, kind="forum", starts=times[0], ends=times[1], organisers=[cast.moderator]
    )


@pytest.fixture
def fields(cast: Cast, event: Event) -> list[RegistrationField]:
    """One question of each kind; two must be answered."""
    plans = [
        FieldPlan("Hinweis"), FieldPlan("Essen", "one", ["Fleisch", "vegan"], is_required=True),
        FieldPlan("Parkplatz", "yes", is_required=True), FieldPlan("Tage", "some", ["Mi", "Do"]),
    ]  # fmt: skip
    return [add_field(actor=cast.moderator, event=event, plan=one) for one in plans]


def url(event: Event, *parts: object) -> str:
    return "/".join(["/termine", *map(str, (event.pk, *parts)), ""])


def labels(event: Event) -> list[str]:
    return list(event.fields.values_list("label", flat=True))


def test_the_form_is_made_of_the_questions(
    cast: Cast, event: Event, fields: list[RegistrationField]
) -> None:
    client, form = signed_in(cast.mate), url(event, "anmelden")
    page = client.get(event.get_absolute_url()).content.decode()
    assert f'href="{form}"' in page
    assert "formaction" not in page, "one tap is not enough where something is asked"
    text, one, yes, some = (field.name for field in fields)
    wrong = client.post(form, {text: "x" * 301, one: "Stein", some: ["Mi", "Fr"]})
    assert (wrong.status_code, set(wrong.context["form"].errors)) == (400, {text, one, yes, some})
    assert wrong.content.decode().count('class="error"') == 4
    assert not Registration.objects.exists()
    answers = {text: " Bin  spät ", one: "vegan", yes: "no", some: ["Mi", "Do"]}
    assert client.post(form, answers).status_code == 303
    assert Registration.objects.get().answers == {
        fields[0].key: "Bin spät", fields[1].key: "vegan", fields[2].key: False,
        fields[3].key: ["Mi", "Do"],
    }  # fmt: skip
    page = client.get(event.get_absolute_url()).content.decode()
    for words in ("Bin spät", "vegan", "Mi, Do"):
        assert f"<dd>{words}</dd>" in page


def test_answers_are_changed_by_the_same_form(
    cast: Cast, event: Event, fields: list[RegistrationField]
) -> None:
    _text, one, yes, _some = (field.name for field in fields)
    come(cast.mate, event, **{fields[1].key: "vegan", fields[2].key: True})
    client, form = signed_in(cast.mate), url(event, "anmelden")
    shown = client.get(form).context["form"]
    assert (shown[one].initial, shown[yes].initial) == ("vegan", "yes")
    assert client.post(form, {one: "Fleisch", yes: "yes"}).status_code == 303
    stored = Registration.objects.get()
    assert stored.answers == {fields[1].key: "Fleisch", fields[2].key: True}
    assert stored.steps.count() == 1


def test_an_answer_outlives_the_option_that_was_chosen(
    cast: Cast, event: Event, fields: list[RegistrationField]
) -> None:
    essen, yes = fields[1], fields[2]
    come(cast.mate, event, **{essen.key: "vegan", yes.key: True})
    change = FieldPlan("Speise", "one", ["Fisch"], is_required=True)
    change_field(actor=cast.moderator, asked=essen, plan=change)
    assert Registration.objects.get().answers[essen.key] == "vegan"
    client, form = signed_in(cast.mate), url(event, "anmelden")
    assert "<dd>vegan</dd>" in client.get(event.get_absolute_url()).content.decode()
    assert client.post(form, {essen.name: "vegan", yes.name: "yes"}).status_code == 303
    assert Registration.objects.get().answers[essen.key] == "vegan"
    newcomer = signed_in(cast.author).post(form, {essen.name: "vegan", yes.name: "yes"})
    assert list(newcomer.context["form"].errors) == [essen.name], "for others it is gone"


def test_the_kind_stays_once_somebody_has_answered(
    cast: Cast, event: Event, fields: list[RegistrationField]
) -> None:
    change = FieldPlan("Hinweis", "yes")
    change_field(actor=cast.moderator, asked=fields[0], plan=change)
    fields[0].refresh_from_db()
    come(cast.mate, event, **{f.key: "x" for f in fields})
    with pytest.raises(Refused) as refused:
        change_field(actor=cast.moderator, asked=fields[0], plan=FieldPlan("Hinweis"))
    assert refused.value.field == "kind"


def test_deleting_says_how_many_answers_go_with_it(
    cast: Cast, event: Event, fields: list[RegistrationField]
) -> None:
    given = {field.key: "x" for field in fields}
    come(cast.mate, event, **given)
    client, page = signed_in(cast.moderator), url(event, "fragen", fields[0].pk, "loeschen")
    assert client.get(page).context["answers"] == 1
    come(cast.author, event, **given)
    late = client.post(page, {"answers": "1"})
    assert (late.status_code, late.context["answers"], event.fields.count()) == (400, 2, 4)
    assert client.post(page, {}).status_code == 400, "nothing goes silently"
    assert client.post(page, {"answers": "2"}).status_code == 303
    assert labels(event) == ["Essen", "Parkplatz", "Tage"]
    del given[fields[0].key]
    assert [one.answers for one in Registration.objects.all()] == [given, given]
    with pytest.raises(Conflict):
        delete_field(actor=cast.moderator, asked=fields[0], answers=2)


def test_fields_are_ordered_by_buttons(
    cast: Cast, event: Event, fields: list[RegistrationField]
) -> None:
    client = signed_in(cast.moderator)
    for field, move in [(fields[3], "up"), (fields[0], "down"), (fields[0], "up"),
                        (fields[0], "up"), (fields[2], "down")]:  # fmt: skip
        answer = client.post(url(event, "fragen", field.pk, "ordnen"), {"move": move})
        assert answer.status_code == 303
    assert labels(event) == ["Hinweis", "Essen", "Tage", "Parkplatz"]
    wrong = client.post(url(event, "fragen", fields[0].pk, "ordnen"), {"move": "x"})
    assert wrong.status_code == 400
    move_field(actor=cast.moderator, asked=fields[2], move="up")
    assert labels(event) == ["Hinweis", "Essen", "Parkplatz", "Tage"]


def test_the_usual_three_of_a_forum_with_one_tap(cast: Cast, event: Event) -> None:
    client, usual = signed_in(cast.moderator), url(event, "fragen", "uebliche")
    assert usual in client.get(url(event, "fragen")).content.decode()
    for _tap in range(2):
        assert client.post(usual).status_code == 303
    assert list(event.fields.values_list("kind", flat=True)) == ["one", "text", "some"]
    Event.objects.filter(pk=event.pk).update(kind="lounge")
    event.fields.all().delete()
    assert usual not in client.get(url(event, "fragen")).content.decode()
    add_usual_fields(actor=cast.office, event=event)
    assert [len(field.options) for field in event.fields.all()] == [3, 0, 2]
    assert event.fields.get(kind="some").options == ["Wednesday, 7. May", "Thursday, 8. May"]


def test_only_organisers_ask(cast: Cast, event: Event, fields: list[RegistrationField]) -> None:
    for member in (cast.mate, cast.guest):
        with pytest.raises(Forbidden):
            add_field(actor=member, event=event, plan=FieldPlan("Warum?"))
        with pytest.raises(Forbidden):
            delete_field(actor=member, asked=fields[0], answers=9)
        for parts in ((), (fields[0].pk,), (fields[0].pk, "loeschen")):
            assert signed_in(member).get(url(event, "fragen", *parts)).status_code == 404
    other = make_event(cast.office, organisers=[cast.author])
    foreign = url(other, "fragen", fields[0].pk)
    assert signed_in(cast.author).get(foreign).status_code == 404
    assert len(labels(event)) == 4


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ({"label": "", "kind": "text"}, "label"), ({"label": "x", "kind": "one"}, "options"),
        ({"label": "x" * 201, "kind": "text"}, "label"), ({"label": "x", "kind": "z"}, "kind"),
        ({"label": "x", "kind": "some", "options": "y" * 101}, "options"),
        ({"label": "x", "kind": "some", "options": "\n".join(map(str, range(31)))}, "options"),
    ],
)  # fmt: skip
def test_a_message_stands_at_the_field(
    cast: Cast, event: Event, words: dict[str, Any], wrong: str
) -> None:
    answer = signed_in(cast.moderator).post(url(event, "fragen"), words)
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, [wrong])
    assert labels(event) == []


def test_a_registration_is_no_survey(cast: Cast, event: Event) -> None:
    RegistrationField.objects.bulk_create(
        RegistrationField(event=event, label="x", position=n) for n in range(FIELDS)
    )
    answer = signed_in(cast.moderator).post(url(event, "fragen"), {"label": "y", "kind": "text"})
    assert (answer.status_code, event.fields.count()) == (400, FIELDS)


def test_hostile_words_are_questions_and_answers_like_others(
    cast: Cast, event: Event, strings: Strings
) -> None:
    hostile = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}",
               *strings("hostile/blns.json")[::25]]  # fmt: skip
    client = signed_in(cast.mate)
    field = add_field(actor=cast.moderator, event=event, plan=FieldPlan("Hinweis"))
    come(cast.mate, event)
    for words in hostile:
        answer = client.post(url(event, "anmelden"), {field.name: words})
        assert answer.status_code in {303, 400}, words
        page = client.get(event.get_absolute_url()).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        asked = signed_in(cast.moderator).post(
            url(event, "fragen", field.pk), {"label": words, "kind": "one", "options": words}
        )
        assert asked.status_code in {303, 400}, words
