"""From an idea to a pilot project, and along its track."""

import pytest

from ideaforge.errors import Conflict, Forbidden, Refused
from ideas.actions import Content, edit_idea, publish_idea, set_stage
from ideas.history import changes_of
from ideas.live.cards import track
from ideas.models import Idea, PilotPlan, Stage, StageChange
from tests.cast import PLAN, Cast, make_draft, make_idea, make_pilot, say, signed_in

pytestmark = pytest.mark.django_db


def step(cast: Cast, idea: Idea, stage: str, *, before: str, reason: str = "Beschluss.") -> None:
    set_stage(actor=cast.author, idea=idea, stage=stage, reason=reason, before=before)


def test_a_plan_is_added_later_with_the_thread_kept(cast: Cast, idea: Idea) -> None:
    comment = say(cast.mate, idea)
    form = {"title": idea.title, "text": idea.text, "topics": [cast.public.pk], "save": "1",
            "version": idea.version, **PLAN, "cost_range": "10k-50k"}  # fmt: skip
    answer = signed_in(cast.author).post(f"/ideen/{idea.pk}/pilot/", form)
    stored = Idea.objects.get()
    assert answer.status_code == 303
    assert (stored.thread_id, stored.thread.comments.get()) == (idea.thread_id, comment)
    assert (stored.pilot.stage, stored.pilot.need, stored.pilot.cost_range) == (
        "P1", PLAN["need"], "10k-50k",
    )  # fmt: skip


def test_only_the_author_makes_a_pilot_of_an_idea(cast: Cast, idea: Idea) -> None:
    for member in (cast.mate, cast.moderator, cast.guest, cast.office):
        assert signed_in(member).get(f"/ideen/{idea.pk}/pilot/").status_code == 403
    assert signed_in(None).get(f"/ideen/{idea.pk}/pilot/").status_code == 302
    assert signed_in(cast.author).get(f"/ideen/{idea.pk}/pilot/").status_code == 200


def test_each_step_is_stored_with_its_reason_and_told(cast: Cast, events: list[str]) -> None:
    idea = make_pilot(cast.author, cast.public)
    events.clear()
    for before, stage in [("P1", "P2"), ("P2", "paused"), ("paused", "P4"), ("P4", "P3")]:
        step(cast, idea, stage, before=before, reason=f"nach {stage}")
    steps = StageChange.objects.values_list("before", "after", "reason", "member__handle")
    assert list(steps) == [
        ("P1", "P2", "nach P2", "author"), ("P2", "paused", "nach paused", "author"),
        ("paused", "P4", "nach P4", "author"), ("P4", "P3", "nach P3", "author"),
    ]  # fmt: skip
    assert events == ["stage.set"] * 4


@pytest.mark.parametrize("rest", ["paused", "ended"])
def test_a_resting_pilot_keeps_the_step_it_reached(cast: Cast, rest: str) -> None:
    idea = make_pilot(cast.author, cast.public)
    step(cast, idea, "P3", before="P1")
    step(cast, idea, rest, before="P3")
    plan = PilotPlan.objects.get()
    assert (plan.stage, plan.reached) == (rest, "P3")
    states = [one["state"] for one in track(plan)]
    assert states == ["done", "done", "current", "todo", "todo"]


def test_who_may_set_the_stage(cast: Cast) -> None:
    idea, draft = make_pilot(cast.author, cast.public), make_draft(cast.author, plan=dict(PLAN))
    for member in (cast.mate, cast.moderator, cast.guest):
        with pytest.raises(Forbidden):
            set_stage(actor=member, idea=idea, stage="P2", reason="x", before="P1")
    for member in (cast.author, cast.office):
        with pytest.raises(Forbidden):
            set_stage(actor=member, idea=draft, stage="P2", reason="x", before="P1")
    set_stage(actor=cast.office, idea=idea, stage="P2", reason="x", before="P1")
    assert PilotPlan.objects.get(idea=idea).stage == "P2"


def test_steps_to_nowhere_from_nowhere_and_without_a_plan_are_refused(
    cast: Cast, idea: Idea
) -> None:
    pilot = make_pilot(cast.author, cast.public)
    with pytest.raises(Refused):
        step(cast, idea, "P2", before="P1")
    with pytest.raises(Refused) as same:
        step(cast, pilot, "P1", before="P1")
    with pytest.raises(Conflict):
        step(cast, pilot, "P3", before="P2")
    assert (same.value.field, StageChange.objects.count()) == ("stage", 0)


@pytest.mark.parametrize(
    ("field", "value"),
    [("reason", ""), ("reason", "\u200b "), ("reason", "x" * 501), ("reason", "a\x00"),
     ("stage", "P6"), ("stage", ""), ("before", "P9")],
)  # fmt: skip
def test_a_wrong_step_is_answered_by_the_page_with_the_words(
    cast: Cast, field: str, value: str
) -> None:
    idea = make_pilot(cast.author, cast.public)
    form = {"stage": "P2", "reason": "Der Rat stimmte zu", "before": "P1"} | {field: value}
    answer = signed_in(cast.author).post(f"/ideen/{idea.pk}/phase/", form)
    assert answer.status_code == 400
    if field != "reason":
        assert "Der Rat stimmte zu" in answer.content.decode()
    assert PilotPlan.objects.get().stage == "P1"


def test_every_stage_can_be_set_and_is_shown(cast: Cast) -> None:
    idea, client = make_pilot(cast.author, cast.public), signed_in(cast.author)
    before = "P1"
    for stage in ["P2", "P3", "P4", "P5", "paused", "ended", "P1"]:
        form = {"stage": stage, "reason": f"Grund {stage}", "before": before}
        assert client.post(f"/ideen/{idea.pk}/phase/", form).status_code == 303
        page = client.get(idea.get_absolute_url()).content.decode()
        assert f"Grund {stage}" in page
        assert str(Stage(stage).label).replace("&", "&amp;") in page
        before = stage


def test_the_history_tells_words_plan_and_steps_newest_first(cast: Cast) -> None:
    idea = make_pilot(cast.author, cast.public, text="Alter Text.")
    step(cast, idea, "P2", before="P1", reason="Beschluss des Rates.")
    content = Content("Deich", "Neuer Text.", [cast.public], plan=PLAN | {"goal": "Zwei Deiche."})
    edit_idea(actor=cast.author, idea=idea, content=content, version=idea.version)
    changes = changes_of(idea)
    assert [change.kind for change in changes] == ["plan", "text", "stage"]
    assert (changes[2].reason, changes[2].who) == ("Beschluss des Rates.", cast.author)
    diffs = [field["diff"] for field in changes[1].fields]
    assert diffs == ["<del>Alter</del><ins>Neuer</ins> Text."]
    page = signed_in(None).get(f"/ideen/{idea.pk}/verlauf/").content.decode()
    assert "Beschluss des Rates." in page


def test_the_history_never_shows_what_stood_in_the_draft(cast: Cast) -> None:
    secret = PLAN | {"need": "Kanarienvogel im Plan"}
    draft = make_draft(cast.author, cast.public, text="Kanarienvogel im Text", plan=secret)
    content = Content("Deich", "Öffentlich.", [cast.public], plan=dict(PLAN))
    edited = edit_idea(actor=cast.author, idea=draft, content=content, version=draft.version)
    idea = publish_idea(author=cast.author, idea=edited)
    after = Content("Deich", "Noch öffentlicher.", [cast.public], plan=PLAN | {"goal": "Neu."})
    edit_idea(actor=cast.author, idea=idea, content=after, version=idea.version)
    page = signed_in(None).get(f"/ideen/{idea.pk}/verlauf/").content.decode()
    assert "Noch öffentlicher." in page.replace("<ins>", "").replace("</ins>", "")
    assert "Kanarienvogel" not in page
    assert sorted(change.kind for change in changes_of(idea)) == ["plan", "text"]


def test_ideas_without_a_plan_have_no_track(cast: Cast) -> None:
    idea = make_idea(cast.author, cast.public)
    assert not hasattr(Idea.objects.get(pk=idea.pk), "pilot")
    answer = signed_in(cast.author).post(
        f"/ideen/{idea.pk}/phase/", {"stage": "P2", "reason": "x", "before": "P1"}
    )
    assert answer.status_code == 400
