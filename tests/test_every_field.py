"""Every text field and every naughty string: stored or shown back as it is, or a message there."""

import json
from html import escape
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from discussions.models import Comment
from ideaforge.text import clean_line, clean_text
from ideas.actions import part_ideas, unsplit_idea
from ideas.forms import IdeaForm
from ideas.models import (
    Idea,
    Merge,
    MoveOffer,
    PilotPlan,
    Section,
    Split,
    StageChange,
    Tag,
    Topic,
)
from members.models import Draft, Member
from tests.cast import JSON, Cast, make_board, make_idea, make_pilot, post_url, say, signed_in
from tests.conftest import Strings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]
NASTY = [
    "", " ", "\n\t\r\n", "\u00a0\u2003\u3000", "\u200b\u2060\ufeff", "\u3164", "a\x00b", "\x00",
    "a\x07b", "\x1b[31m", "\u202eabc", "Rat\u2066haus", "e\u0301", "👩\u200d👩\u200d👧", "\ufffd",
    "x" * 5_000, "</textarea><script>alert(1)</script>", "{{ 7*7 }}{% now %}", "%00", "\u2028",
]  # fmt: skip
LINES = ("title", "tags", "time_frame")
TEXTS = ("text", "need", "goal", "approach", "partners", "success", "reuse")


@pytest.fixture
def all_strings(strings: Strings) -> list[str]:
    """The shared naughty strings and our own."""
    listed = strings("hostile/blns.json")
    assert len(listed) == 515
    return listed + NASTY


def short(words: str) -> str:
    """Return what a failure tells of the words."""
    return repr(words[:80])


def accepted(clean: Any, words: str, most: int) -> str | None:
    """Return what must be stored, or None where a message must stand at the field."""
    try:
        cleaned = str(clean(words))
    except ValidationError:
        return None
    return cleaned if len(cleaned) <= most else None


def test_comments(cast: Cast, all_strings: list[str]) -> None:
    client, url = signed_in(cast.mate), post_url(make_idea(cast.author, cast.public))
    for words in all_strings:
        expected = accepted(clean_text, words, 10_000)
        answer = client.post(url, {"text": words, "key": str(uuid4())}, headers=JSON)
        if expected:
            assert answer.status_code == 201, short(words)
            assert Comment.objects.latest("pk").text == expected
        else:
            assert (answer.status_code, answer.json()["field"]) == (400, "text"), short(words)
            assert answer.json()["error"]


def test_edits_of_comments(cast: Cast, all_strings: list[str]) -> None:
    comment = say(cast.mate, make_idea(cast.author, cast.public), "Vorher")
    client, url = signed_in(cast.mate), f"/diskussionen/kommentare/{comment.pk}/bearbeiten/"
    for words in all_strings[::10] + NASTY:
        before = Comment.objects.get().text
        answer = client.post(url, {"text": words, "before": before})
        if expected := accepted(clean_text, words, 10_000):
            assert (answer.status_code, Comment.objects.get().text) == (303, expected), short(words)
        else:
            assert (answer.status_code, Comment.objects.get().text) == (400, before), short(words)
            assert list(answer.context["form"].errors) == ["text"]
            assert 'class="error"' in answer.content.decode()


def test_every_field_of_an_idea_and_its_plan(cast: Cast, all_strings: list[str]) -> None:
    client = signed_in(cast.mate)
    limits = dict.fromkeys(TEXTS, 4_000) | {"title": 200, "time_frame": 120, "text": 20_000}
    for words in all_strings:
        form = dict.fromkeys(LINES + TEXTS, words) | {"save": "1"}
        answer = client.post("/ideen/neu/", form)
        want = {name: accepted(clean_text, words, limits[name]) for name in TEXTS}
        want |= {n: accepted(clean_line, words, limits[n]) for n in ("title", "time_frame")}
        wrong = {name for name, value in want.items() if value is None}
        wrong |= set() if want["title"] else {"title"}
        if answer.status_code == 400:
            errors, page = answer.context["form"].errors, answer.content.decode()
            assert set(errors) - {"tags"} == wrong, short(words)
            assert page.count('class="error"') == len(errors)
            assert all(answer.context["form"][name].value() == words for name in LINES + TEXTS)
            assert escape(words) in page
        else:
            assert (answer.status_code, wrong) == (303, set()), short(words)
            assert stored_words(Idea.objects.latest("pk")) == want


def test_ideas_longer_than_20_000_characters_are_shown_back_whole(cast: Cast) -> None:
    client = signed_in(cast.mate)
    for length, status in ((20_000, 303), (20_001, 400)):
        form = {"title": "Deich", "text": "ü" * length, "save": "1"}
        answer = client.post("/ideen/neu/", form)
        assert answer.status_code == status
    assert form["text"] in answer.content.decode()
    assert list(answer.context["form"].errors) == ["text"]


def stored_words(idea: Idea) -> dict[str, str]:
    plan = PilotPlan.objects.get(pk=idea.pk)
    words = {name: getattr(plan, name) for name in (*TEXTS, "time_frame") if name != "text"}
    return words | {"title": idea.title, "text": idea.text}


def test_municipalities_tell_that_they_are_unknown(cast: Cast, all_strings: list[str]) -> None:
    for words in all_strings:
        form = IdeaForm({"title": "Deich", "municipality": words}, member=cast.mate)
        is_empty = accepted(clean_line, words, 120) == ""
        assert set(form.errors) == (set() if is_empty else {"municipality"}), short(words)


def test_reasons_of_steps(cast: Cast, all_strings: list[str]) -> None:
    client, idea = signed_in(cast.author), make_pilot(cast.author, cast.public)
    for words in all_strings[::10] + NASTY:
        plan, count = PilotPlan.objects.get(), StageChange.objects.count()
        stage = "P3" if plan.stage == "P2" else "P2"
        form = {"stage": stage, "reason": words, "before": plan.stage}
        answer = client.post(f"/ideen/{idea.pk}/phase/", form)
        if expected := accepted(clean_line, words, 500):
            assert answer.status_code == 303, short(words)
            assert StageChange.objects.latest("pk").reason == expected
        else:
            assert (answer.status_code, StageChange.objects.count()) == (400, count), short(words)
            assert list(answer.context["stage_form"].errors) == ["reason"]


def test_every_word_of_a_board(cast: Cast, all_strings: list[str]) -> None:
    client, url = signed_in(cast.moderator), "/themen/klimaschutz/gestalten/"
    for words in all_strings[::5] + NASTY:
        version = Topic.objects.get(pk=cast.public.pk).version
        form = {"description": words, "wanted": words, "hue": "blue", "version": version}
        answer = client.post(url, form | {"wanted_until": ""})
        want = {"description": accepted(clean_text, words, 600),
                "wanted": accepted(clean_line, words, 200)}  # fmt: skip
        if wrong := {name for name, value in want.items() if value is None}:
            assert answer.status_code == 400, short(words)
            assert set(answer.context["form"].errors) == wrong, short(words)
            assert answer.content.decode().count('class="error"') == len(wrong)
        else:
            stored = Topic.objects.get(pk=cast.public.pk)
            assert answer.status_code == 303, short(words)
            assert {name: getattr(stored, name) for name in want} == want
        assert client.get("/themen/klimaschutz/").status_code == 200


def test_lines_and_reasons_of_curators(cast: Cast, all_strings: list[str]) -> None:
    client, idea = signed_in(cast.moderator), make_idea(cast.author, cast.public)
    board = "/themen/klimaschutz"
    feature, archive = f"{board}/einordnen/{idea.pk}/hervorheben/", f"{board}/archiv/"
    for words in all_strings[::10] + NASTY:
        for url, name, most in [(feature, "because", 200), (archive, "reason", 300)]:
            answer = client.post(url, {name: words, "deed": ""})
            if accepted(clean_line, words, most):
                assert answer.status_code == 303, short(words)
            else:
                assert (answer.status_code, 'class="error"' in answer.content.decode()) == (
                    400, True,
                ), short(words)  # fmt: skip
    assert client.get(f"{board}/").status_code == 200


def test_names_of_sections_and_of_invited_members(cast: Cast, all_strings: list[str]) -> None:
    client, board = signed_in(cast.moderator), "/themen/klimaschutz"
    for words in all_strings[::10] + NASTY:
        Section.objects.all().delete()
        answer = client.post(f"{board}/abschnitte/", {"name": words, "reason": words[:9]})
        if expected := accepted(clean_line, words, 60):
            assert accepted(clean_line, words[:9], 500) is not None, short(words)
            assert (answer.status_code, Section.objects.get().name) == (303, expected), short(words)
        else:
            assert answer.status_code == 400, short(words)
        version = Topic.objects.get(pk=cast.public.pk).version
        form = {"posting": "invited", "invited": words, "version": version}
        answer = client.post(f"{board}/rechte/schreiben/", form)
        assert answer.status_code == 400, short(words)
        assert list(answer.context["rights"].errors) == ["invited"], short(words)


def test_what_members_say_of_themselves(cast: Cast, all_strings: list[str]) -> None:
    client = signed_in(cast.mate)
    for words in all_strings[::10] + NASTY:
        before = Member.objects.get(pk=cast.mate.pk)
        answer = client.post("/konto/", {"name": words, "office": words, "language": "de"})
        member = Member.objects.get(pk=cast.mate.pk)
        if expected := accepted(clean_line, words, 120):
            assert (answer.status_code, member.name, member.office) == (302, expected, expected)
        else:
            assert (answer.status_code, member.name) == (200, before.name), short(words)
            assert "name" in answer.context["form"].errors
        assert member.role == "member"


def test_searches_filters_and_suggestions(cast: Cast, all_strings: list[str]) -> None:
    make_idea(cast.author, cast.public)
    client, some = signed_in(cast.mate), [words[:3_000] for words in all_strings]
    for words in some:
        assert client.get("/ideen/aehnlich/", {"titel": words}).status_code == 200, short(words)
        assert client.get("/mitglieder/vorschlaege/", {"q": words}).status_code == 200, short(words)
    for words in some:
        query = dict.fromkeys(
            ("suche", "thema", "abschnitt", "tag", "land", "kommune", "sort", "seite"), words
        )
        page = client.get("/ideen/", query)
        assert page.status_code == 200, short(words)
        assert "<script>alert" not in page.content.decode()


def test_merging_and_splitting(cast: Cast, all_strings: list[str]) -> None:
    client = signed_in(cast.moderator)
    kept, gone = (make_idea(cast.author, cast.public, title=title) for title in "AB")
    comment = say(cast.mate, kept)
    for words in all_strings[::10] + NASTY:
        page = client.get(f"/ideen/{kept.pk}/zusammenfuehren/", {"mit": words[:3_000]})
        assert page.status_code == 200, short(words)
        assert "<script>alert" not in page.content.decode()
        reason = accepted(clean_line, words, 500)
        form = {"mit": gone.pk, "behalten": kept.pk, "reason": words}
        answer = client.post(f"/ideen/{kept.pk}/zusammenfuehren/", form)
        if not reason:
            assert (answer.status_code, Merge.objects.count()) == (400, 0), short(words)
            assert list(answer.context["form"].errors) == ["reason"]
            continue
        merge = Merge.objects.get()
        assert (answer.status_code, merge.reason) == (303, reason), short(words)
        part_ideas(actor=cast.moderator, merge=merge, reason="x")
        merge.delete()
        title, text = accepted(clean_line, words, 200), accepted(clean_text, words, 20_000)
        form = {"comments": comment.pk, "title": words, "text": words, "reason": "x",
                "topics": [cast.public.pk]}  # fmt: skip
        answer = client.post(f"/ideen/{kept.pk}/ausgliedern/", form)
        if not (title and text):
            assert (answer.status_code, Split.objects.count()) == (400, 0), short(words)
            continue
        split = Split.objects.get()
        assert (split.idea.title, split.idea.text) == (title, text), short(words)
        assert "<script>alert" not in split.signpost.html
        assert client.get(kept.get_absolute_url()).status_code == 200
        unsplit_idea(actor=cast.moderator, split=split, reason="x")


def test_the_search_is_shown_back_as_it_was_typed(cast: Cast) -> None:
    for words in ('"><script>alert(1)</script>', "Müll & Straße", "{{ 7*7 }}"):
        page = signed_in(None).get("/ideen/", {"suche": words}).content.decode()
        assert f'value="{escape(words)}"' in page


def test_drafts_keep_whatever_a_browser_sends(cast: Cast, all_strings: list[str]) -> None:
    client = signed_in(cast.mate)
    for version, words in enumerate([*all_strings, "\ud800x\udfff"], start=1):
        fields = json.dumps({"text": words, "title": "Deich"})
        answer = client.post(
            "/konto/entwuerfe/", {"place": "idea-7", "version": version, "fields": fields}
        )
        assert answer.status_code == 200, short(words)
        kept = words.replace("\x00", "").encode(errors="ignore").decode()
        assert Draft.objects.get().fields == {"text": kept, "title": "Deich"}


def test_names_and_reasons_about_tags_and_topics(cast: Cast, all_strings: list[str]) -> None:
    make_idea(cast.author, cast.public, tags=["Rad"])
    tag, client = Tag.objects.get(), signed_in(cast.office)
    url, new = f"/themen/schlagworte/{tag.pk}/umbenennen/", "/themen/verwalten/neu/"
    more = {"hue": "blue", "glyph": "boat", "visibility": "public", "reason": "Weil."}
    for number, words in enumerate(all_strings[::10] + NASTY):
        before = Tag.objects.get().name
        client.post(url, {"name": f"Rad {number}", "before": before, "reason": "Weil."})
        form = {"name": words, "before": f"Rad {number}", "reason": "Weil."}
        expected = accepted(clean_line, words.lstrip(), 50)
        answer = client.post(url, form)
        if answer.status_code == 303:
            assert Tag.objects.get().name == (expected or "").lstrip("#").strip(), short(words)
        else:
            assert (answer.status_code, Tag.objects.get().name) == (400, f"Rad {number}")
            assert list(answer.context["rename"].errors) == ["name"], short(words)
            assert escape(words) in answer.content.decode()
        answer = client.post(new, more | {"name": words, "description": words[:500]})
        wanted = accepted(clean_line, words, 60)
        if wanted and accepted(clean_text, words[:500], 600) is not None:
            assert answer.status_code == 303, short(words)
            # So that the next one may have the same name.
            assert Topic.objects.filter(name=wanted).update(name=f"Thema {number}") == 1
        else:
            assert answer.status_code == 400, short(words)
            assert {"name", "description"} >= set(answer.context["form"].errors) != set()
        assert client.get("/themen/verwalten/").status_code == 200
        assert client.get("/themen/schlagworte/", {"suche": words[:2_000]}).status_code == 200


def test_reasons_and_answers_of_moves(cast: Cast, all_strings: list[str]) -> None:
    mine = make_board("Bildung", moderators=[cast.mate])
    idea = make_idea(cast.author, cast.public)
    client, other = signed_in(cast.moderator), signed_in(cast.mate)
    for words in all_strings[::10] + NASTY:
        form = {"source": "klimaschutz", "target": mine.slug, "reason": words}
        answer = client.post(f"/ideen/{idea.pk}/verschieben/", form)
        if not (expected := accepted(clean_line, words, 500)):
            assert list(answer.context["form"].errors) == ["reason"], short(words)
            assert escape(words) in answer.content.decode()
            continue
        offer = MoveOffer.objects.get(state="open")
        assert (answer.status_code, offer.reason) == (303, expected), short(words)
        answer = other.post(f"/themen/angebote/{offer.pk}/", {"deed": "decline", "answer": words})
        offer.refresh_from_db()
        assert (answer.status_code, offer.answer) == (303, expected), short(words)
        assert other.get("/themen/angebote/").status_code == 200
        offer.delete()
