"""Sections of a board: filled by hand or by stages, six cards each, every idea in one place."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ideaforge.errors import Conflict, Forbidden, Refused
from ideas.actions import (
    change_section,
    delete_section,
    feature_idea,
    fill_section,
    make_section,
    move_section,
    pin_idea,
    restore_section,
    set_stage,
)
from ideas.actions.sections import SECTIONS
from ideas.models import Idea, IdeaTopic, RemovedSection, Section
from ideas.sections import RESTORABLE, SHOWN, places_on, sections_of
from live.frames import fragment_now
from moderation.models import Act
from tests.cast import JSON, Cast, make_idea, make_pilot, say, signed_in

pytestmark = pytest.mark.django_db
BOARD = "/themen/klimaschutz/"


def make(cast: Cast, name: str, *stages: str) -> Section:
    return make_section(actor=cast.moderator, topic=cast.public, name=name, stages=stages)


def fill(cast: Cast, idea: Idea, section: Section | None) -> None:
    fill_section(actor=cast.moderator, topic=cast.public, idea=idea, section=section)


def shown(cast: Cast) -> dict[str, list[str]]:
    """Return the titles in each section, and of the rest under an empty name."""
    places = places_on(cast.public, sections_of(cast.public))
    titles = dict(Idea.objects.values_list("pk", "title"))
    found = {shelf.section.name: shelf.numbers for shelf in places.shelves} | {"": places.rest}
    return {name: [titles[pk] for pk in numbers] for name, numbers in found.items()}


def go_to(cast: Cast, pilot: Idea, stage: str) -> None:
    set_stage(actor=cast.author, idea=pilot, stage=stage, reason="x", before=pilot.pilot.stage)
    pilot.pilot.refresh_from_db()


def test_stages_fill_a_section_and_the_hand_wins(cast: Cast) -> None:
    pilot = make_pilot(cast.author, cast.public, title="Pilot")
    make_idea(cast.author, cast.public, title="Idee")
    running, ripe = make(cast, "Läuft", "P3", "P4"), make(cast, "Reif")
    assert shown(cast) == {"Läuft": [], "Reif": [], "": ["Idee", "Pilot"]}
    go_to(cast, pilot, "P3")
    assert shown(cast) == {"Läuft": ["Pilot"], "Reif": [], "": ["Idee"]}
    fill(cast, pilot, ripe)
    assert shown(cast) == {"Läuft": [], "Reif": ["Pilot"], "": ["Idee"]}
    fill(cast, pilot, None)
    assert shown(cast) == {"Läuft": ["Pilot"], "Reif": [], "": ["Idee"]}
    with pytest.raises(Refused):
        fill(cast, pilot, running)


def test_an_idea_stands_once_featured_pinned_in_a_section_or_among_the_rest(cast: Cast) -> None:
    ripe = make(cast, "Reif")
    ideas = [make_idea(cast.author, cast.public, title=title) for title in "ABCD"]
    for idea in ideas[:3]:
        fill(cast, idea, ripe)
    for idea in ideas[:2]:
        pin_idea(actor=cast.moderator, topic=cast.public, idea=idea)
    feature_idea(actor=cast.moderator, topic=cast.public, idea=ideas[0], because="Läuft.")
    page = signed_in(None).get(BOARD).content.decode()
    assert [page.count(f'id="idea-{idea.pk}"') for idea in ideas] == [1, 1, 1, 1]
    places = [page.index(f'id="idea-{idea.pk}"') for idea in ideas]
    assert places == sorted(places)
    assert shown(cast) == {"Reif": ["C"], "": ["D"]}


def test_a_section_shows_its_latest_six_and_leads_to_all(cast: Cast) -> None:
    ripe = make(cast, "Reif")
    ideas = [make_idea(cast.author, cast.public, title=f"Idee {n}") for n in range(SHOWN + 2)]
    for idea in ideas:
        fill(cast, idea, ripe)
    make_idea(cast.author, cast.public, title="Anderes")
    client = signed_in(cast.mate)
    page = client.get(BOARD).content.decode()
    assert f'data-elsewhere="{ideas[1].pk} {ideas[0].pk}"' in page
    cards = [f'id="idea-{idea.pk}"' in page for idea in ideas]
    assert cards == [False, False, *[True] * SHOWN]
    assert f"?thema=klimaschutz&amp;abschnitt={ripe.pk}" in page
    listed = client.get(f"/ideen/?thema=klimaschutz&abschnitt={ripe.pk}")
    assert listed.context["total"] == SHOWN + 2
    assert "Anderes" not in listed.content.decode()


@pytest.mark.parametrize("wrong", ["x", "0", "9" * 30, "\x00", "-1"])
def test_an_unknown_section_does_not_narrow_the_list(cast: Cast, idea: Idea, wrong: str) -> None:
    answer = signed_in(None).get("/ideen/", {"thema": "klimaschutz", "abschnitt": wrong})
    assert (answer.status_code, answer.context["total"]) == (200, 1)


def test_a_section_of_another_board_or_of_one_that_is_closed_does_not_narrow(
    cast: Cast, idea: Idea
) -> None:
    closed = make_section(actor=cast.office, topic=cast.closed, name="Geheim")
    mine = make(cast, "Reif")
    for query in (f"abschnitt={closed.pk}", f"thema=kooperation&abschnitt={mine.pk}"):
        page = signed_in(cast.mate).get(f"/ideen/?{query}").content.decode()
        assert "Geheim" not in page
        assert "Reif" not in page
    assert signed_in(cast.mate).get("/ideen/", {"abschnitt": closed.pk}).context["total"] == 1


def test_sections_are_renamed_ordered_and_taken_away(
    cast: Cast, idea: Idea, events: list[str]
) -> None:
    a, b, c = (make(cast, name) for name in "ABC")
    fill(cast, idea, b)
    events.clear()
    for section, move in [(c, "up"), (c, "up"), (c, "up"), (a, "down"), (a, "down")]:
        move_section(actor=cast.moderator, section=section, move=move)
    assert [one.name for one in sections_of(cast.public)] == ["C", "B", "A"]
    assert events == ["order.changed"] * 3
    change_section(actor=cast.moderator, section=b, name="Reif")
    change_section(actor=cast.moderator, section=b, name="Reif")
    assert shown(cast)["Reif"] == ["Deich"]
    delete_section(actor=cast.moderator, section=b, reason="Zu viel.")
    assert shown(cast) == {"C": [], "A": [], "": ["Deich"]}
    assert events[3:] == ["sections.changed", "sections.deleted"]
    act = Act.objects.get(activity__verb="sections.deleted")
    assert (act.topic, act.why, act.before) == (cast.public, "Zu viel.", "Reif")


def test_a_section_comes_back_with_what_stood_in_it_and_went_nowhere_else(
    cast: Cast, events: list[str]
) -> None:
    ripe, other = make(cast, "Reif"), make(cast, "Andere")
    stays, goes = (make_idea(cast.author, cast.public, title=title) for title in "AB")
    for idea in (stays, goes):
        fill(cast, idea, ripe)
    delete_section(actor=cast.moderator, section=ripe)
    fill(cast, goes, other)
    events.clear()
    removed = RemovedSection.objects.get()
    with pytest.raises(Forbidden):
        restore_section(actor=cast.mate, removed=removed)
    restore_section(actor=cast.moderator, removed=removed)
    assert (shown(cast), events) == (
        {"Reif": ["A"], "Andere": ["B"], "": []}, ["sections.restored"],
    )  # fmt: skip
    with pytest.raises(Conflict):
        restore_section(actor=cast.moderator, removed=removed)


def test_a_section_comes_back_only_where_its_name_its_stages_and_room_are_free(
    cast: Cast,
) -> None:
    delete_section(actor=cast.moderator, section=make(cast, "Läuft", "P3"))
    for name, stages, field in [("läuft", [], "name"), ("Neu", ["P3"], "stages")]:
        in_the_way = make(cast, name, *stages)
        with pytest.raises(Refused) as refused:
            restore_section(actor=cast.moderator, removed=RemovedSection.objects.get())
        assert refused.value.field == field
        in_the_way.delete()
    for number in range(SECTIONS):
        make(cast, f"Nummer {number}")
    with pytest.raises(Refused, match=str(SECTIONS)):
        restore_section(actor=cast.moderator, removed=RemovedSection.objects.get())


def test_what_was_taken_away_is_offered_for_thirty_days(cast: Cast) -> None:
    delete_section(actor=cast.moderator, section=make(cast, "Läuft", "P3"))
    client, new = signed_in(cast.moderator), f"{BOARD}abschnitte/"
    back = f"{new}{RemovedSection.objects.get().pk}/zurueckholen/"
    assert back in client.get(new).content.decode()
    assert client.post(back).status_code == 303
    assert list(shown(cast)) == ["Läuft", ""]
    delete_section(actor=cast.moderator, section=Section.objects.get())
    RemovedSection.objects.update(removed=timezone.now() - RESTORABLE - timedelta(minutes=1))
    assert "zurueckholen" not in client.get(new).content.decode()


def test_stages_take_the_place_of_the_hand(cast: Cast, idea: Idea) -> None:
    section = make(cast, "Reif")
    fill(cast, idea, section)
    change_section(actor=cast.moderator, section=section, name="Reif", stages=["P5"])
    assert shown(cast) == {"Reif": [], "": ["Deich"]}
    assert IdeaTopic.objects.get().section is None


def test_a_name_and_a_stage_belong_to_one_section_of_a_board(cast: Cast) -> None:
    first = make(cast, "Läuft", "P3")
    for name, stages, field in [("läuft", [], "name"), ("Neu", ["P2", "P3"], "stages")]:
        with pytest.raises(Refused) as refused:
            make(cast, name, *stages)
        assert refused.value.field == field
    change_section(actor=cast.moderator, section=first, name="Läuft!", stages=["P3", "P4"])
    make_section(actor=cast.office, topic=cast.inside, name="Läuft", stages=["P3"])
    for number in range(SECTIONS - 1):
        make(cast, f"Nummer {number}")
    with pytest.raises(Refused, match=str(SECTIONS)):
        make(cast, "Zu viel")


def test_a_section_of_another_board_takes_nothing_of_this_one(cast: Cast, idea: Idea) -> None:
    foreign = make_section(actor=cast.office, topic=cast.inside, name="Dort")
    with pytest.raises(Refused):
        fill(cast, idea, foreign)
    url = f"{BOARD}abschnitte/{foreign.pk}/"
    assert signed_in(cast.moderator).get(url).status_code == 404


def test_only_curators_touch_sections(cast: Cast, idea: Idea) -> None:
    section = make(cast, "Reif")
    deeds: list[Any] = [
        lambda who: make_section(actor=who, topic=cast.public, name="X"),
        lambda who: change_section(actor=who, section=section, name="X"),
        lambda who: move_section(actor=who, section=section, move="up"),
        lambda who: delete_section(actor=who, section=section),
        lambda who: fill_section(actor=who, topic=cast.public, idea=idea, section=section),
    ]
    for deed in deeds:
        for member in (cast.author, cast.mate, cast.guest):
            with pytest.raises(Forbidden):
                deed(member)
    assert shown(cast) == {"Reif": [], "": ["Deich"]}


def test_sections_by_form(cast: Cast, idea: Idea) -> None:
    client = signed_in(cast.moderator)
    new = f"{BOARD}abschnitte/"
    assert client.post(new, {"name": " "}).status_code == 400
    assert client.post(new, {"name": "Läuft", "stages": ["P3", "P9"]}).status_code == 400
    assert client.post(new, {"name": "Läuft", "stages": ["P3", "P4"]}).status_code == 303
    answer = client.post(new, {"name": "Noch einer", "stages": ["P4"]})
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["stages"])
    assert "Noch einer" in answer.content.decode()
    client.post(new, {"name": "Reif"})
    section = Section.objects.get(name="Reif")
    arrange = f"{BOARD}einordnen/{idea.pk}/"
    assert "Läuft" not in client.get(arrange).content.decode(), "it is not filled by hand"
    assert client.post(f"{arrange}abschnitt/", {"section": section.pk}).status_code == 303
    assert shown(cast)["Reif"] == ["Deich"]
    assert client.post(f"{arrange}abschnitt/", {"section": "9" * 30}).status_code == 400
    own = f"{new}{section.pk}/"
    body = client.post(f"{own}ordnen/", {"move": "up"}, headers=JSON).json()
    assert (body["id"], body["said"]) == (f"{cast.public.stream}-sections", "Reif: verschoben")
    assert client.post(f"{own}ordnen/", {"move": "x"}).status_code == 400
    assert client.post(own, {"name": "Ganz reif"}).status_code == 303
    assert client.post(f"{own}loeschen/", {"reason": ""}).status_code == 303
    assert list(Section.objects.values_list("name", flat=True)) == ["Läuft"]


def test_a_board_without_sections_sends_none_along(cast: Cast, idea: Idea) -> None:
    comment = say(cast.mate, idea)
    verbs = {"idea.edited": idea.pk, "stage.set": idea.pk, "comment.posted": comment.pk}

    def parts(verb: str) -> set[str]:
        fragment = fragment_now(cast.public.stream, verb, verbs[verb])
        return {element.rpartition("-")[2] for element, _html in fragment.also}

    assert [parts(verb) for verb in verbs] == [{"featured", "pinned"}, set(), set()]
    section = make(cast, "Reif")
    assert [parts(verb) for verb in verbs] == [
        {"featured", "pinned", "sections"}, {"sections"}, set(),
    ]  # fmt: skip
    fill(cast, idea, section)
    assert parts("comment.posted") == {"sections"}


def test_what_a_more_open_board_does_not_list_stands_in_none_of_its_sections(cast: Cast) -> None:
    mixed = make_idea(cast.author, cast.public, cast.inside, title="Kanarienvogel")
    section = make(cast, "Reif")
    fill(cast, mixed, section)
    assert shown(cast) == {"Reif": [], "": []}
    for member in (None, cast.mate, cast.office):
        assert "Kanarienvogel" not in signed_in(member).get(BOARD).content.decode()
