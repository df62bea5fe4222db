"""Every view: it works, the wrong method is 405, a stranger is sent to sign in, a foreigner 404."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from discussions.models import Thread
from ideaforge.style import style
from ideas.actions import make_section, merge_ideas, move_idea, split_idea, support_idea
from ideas.actions.write import content_of
from ideas.models import Idea, Merge, RemovedSection
from members.models import Municipality
from moderation.letters import appeal_url
from tests.cast import (
    JSON,
    PLAN,
    Cast,
    make_board,
    make_idea,
    make_pilot,
    post_url,
    say,
    signed_in,
)
from tests.events import addresses as of_events
from tests.moderation.desk import decide, report

pytestmark = pytest.mark.django_db
CURATING = {"edit_board", "board_rights", "archive_board", "new_section", "edit_section",
            "delete_section", "arrange_idea"}  # fmt: skip
# Of topics, tags and moves: what moderators of any board open, and what the office does.
OF_CURATORS = {"tags", "tag", "merge_tags", "offers", "week", "move_idea"}
OF_THE_OFFICE = {"make_topic", "manage_topics", "begin_topic", "rename_topic", "entrust_topic",
                 "merge_topics"}  # fmt: skip
OF_MERGING = {"merge_ideas", "part_ideas", "split_idea", "unsplit_idea"}
OF_MODERATORS = {"desk", "desk_counts", "case", "undo_decision", "moderate_comment",
                 "moderate_idea", "moderate_member", "log", "log_export"}  # fmt: skip
OF_MERGES = {"merge_ideas", "part_ideas", "merge_support", "split_idea",
             "unsplit_idea"}  # fmt: skip
WRITE_ONLY = {"support", "set_stage", "pin", "publish_idea", "react", "preview", "keep_draft",
              "demo_sign_in", "language", "set_readers", "set_posting", "move_section", "feature",
              "fill_section", "order_topic", "rename_tag", "answer_offer", "withdraw_offer",
              "part_tags", "restore_section", "decide_many", "claim_case",
              "pass_on_case", "quote_comment", "hide_comment", *of_events.WRITE_ONLY}  # fmt: skip
READ_ONLY = {"home", "ideas", "similar", "idea", "idea_by_number", "idea_history", "member",
             "municipality", "topics", "board", "members", "suggest_members", "own_style",
             "comment", "answer", "notices", "comment_history", "live_catch_up", "healthz",
             "readyz", "board_rights", "arrange_idea", "tags", "tag", "offers", "week",
             "manage_topics", "desk", "desk_counts", "log", "log_export",
             "board_log", *of_events.READ_ONLY}  # fmt: skip
BOTH = {"new_idea", "edit_idea", "plan_idea", "withdraw_idea", "settings", "post_comment",
        "edit_comment", "delete_comment", "report_comment", "report_idea", "report_member",
        "contact", "object_to", "merge_tags", "move_idea", "merge_support", *OF_MERGING,
        *CURATING - {"board_rights", "arrange_idea"}, *OF_THE_OFFICE - {"manage_topics"},
        *OF_MODERATORS - {"desk", "desk_counts", "log", "log_export"}, *OF_MERGES,
        *of_events.BOTH}  # fmt: skip
FOR_MEMBERS = {"new_idea", "edit_idea", "plan_idea", "withdraw_idea", "settings", "member",
               "notices", "members", "suggest_members", "answer", "edit_comment", "delete_comment",
               "report_member", *CURATING, *OF_CURATORS, *OF_THE_OFFICE,
               *OF_MODERATORS, *OF_MERGES, *of_events.FOR_MEMBERS}  # fmt: skip
OPEN_TO_STRANGERS = {"demo_sign_in", "language", "contact", "object_to",
                     *of_events.OPEN_TO_STRANGERS}  # fmt: skip
OTHERS = {"style", "manifest", "offline", "service_worker"}


@pytest.fixture
def addresses(cast: Cast) -> dict[str, str]:
    """An address for each name, with objects of the author that stand on the public board."""
    bonn = Municipality.objects.create(ags="05314000", name="Bonn", kind="Stadt", land="05")
    idea = make_idea(cast.author, cast.public)
    pilot = make_pilot(cast.author, cast.public, tags=["Rad", "Weg"])
    comment = say(cast.author, idea)
    case = report(cast.mate, comment)
    decision = decide(cast.moderator, report(cast.mate, say(cast.author, pilot)))
    section = make_section(actor=cast.moderator, topic=cast.public, name="Reif").pk
    away = RemovedSection.objects.create(topic=cast.public, name="Läuft").pk
    on_board = "/themen/klimaschutz"
    tag = pilot.tag_uses.earliest("pk").tag_id
    offer = move_idea(
        actor=cast.moderator, idea=idea, source=cast.public, target=make_board("Bildung"),
        reason="Passt.",
    ).pk  # fmt: skip
    on_tag, on_topic = f"/themen/schlagworte/{tag}", f"/themen/verwalten/{cast.public.pk}"
    merge, split = merged_and_split(cast)
    merges = f"/ideen/zusammenfuehrungen/{merge.pk}"
    on_idea, on_comment = f"/ideen/{idea.pk}", f"/diskussionen/kommentare/{comment.pk}"
    return {
        "home": "/", "ideas": "/ideen/", "new_idea": "/ideen/neu/", "similar": "/ideen/aehnlich/",
        "idea_by_number": f"{on_idea}/", "idea": idea.get_absolute_url(),
        "edit_idea": f"{on_idea}/bearbeiten/", "plan_idea": f"{on_idea}/pilot/",
        "publish_idea": f"{on_idea}/veroeffentlichen/", "set_stage": f"/ideen/{pilot.pk}/phase/",
        "withdraw_idea": f"{on_idea}/zurueckziehen/", "support": f"{on_idea}/unterstuetzen/",
        "merge_ideas": f"{on_idea}/zusammenfuehren/", "part_ideas": f"{merges}/aufheben/",
        "merge_support": f"{merges}/unterstuetzung/", "split_idea": f"{on_idea}/ausgliedern/",
        "unsplit_idea": f"/ideen/{split.pk}/ausgliederung-aufheben/",
        "idea_history": f"{on_idea}/verlauf/", "member": cast.author.get_absolute_url(),
        "municipality": bonn.get_absolute_url(), "topics": "/themen/",
        "board": "/themen/klimaschutz/", "pin": f"/themen/klimaschutz/anpinnen/{idea.pk}/",
        "edit_board": f"{on_board}/gestalten/", "board_rights": f"{on_board}/rechte/",
        "set_readers": f"{on_board}/rechte/lesen/", "set_posting": f"{on_board}/rechte/schreiben/",
        "archive_board": f"{on_board}/archiv/", "new_section": f"{on_board}/abschnitte/",
        "edit_section": f"{on_board}/abschnitte/{section}/",
        "move_section": f"{on_board}/abschnitte/{section}/ordnen/",
        "delete_section": f"{on_board}/abschnitte/{section}/loeschen/",
        "restore_section": f"{on_board}/abschnitte/{away}/zurueckholen/",
        "arrange_idea": f"{on_board}/einordnen/{idea.pk}/",
        "feature": f"{on_board}/einordnen/{idea.pk}/hervorheben/",
        "fill_section": f"{on_board}/einordnen/{idea.pk}/abschnitt/",
        "move_idea": f"{on_idea}/verschieben/", "offers": "/themen/angebote/",
        "answer_offer": f"/themen/angebote/{offer}/", "week": f"{on_board}/wochenblick/",
        "withdraw_offer": f"/themen/angebote/{offer}/zurueckziehen/",
        "tags": "/themen/schlagworte/", "tag": f"{on_tag}/", "rename_tag": f"{on_tag}/umbenennen/",
        "merge_tags": f"{on_tag}/zusammenlegen/", "part_tags": f"{on_tag}/trennen/",
        "make_topic": f"{on_tag}/thema/",
        "manage_topics": "/themen/verwalten/", "begin_topic": "/themen/verwalten/neu/",
        "order_topic": f"{on_topic}/ordnen/", "rename_topic": f"{on_topic}/umbenennen/",
        "entrust_topic": f"{on_topic}/moderation/", "merge_topics": f"{on_topic}/zusammenlegen/",
        "members": "/mitglieder/", "suggest_members": "/mitglieder/vorschlaege/",
        "settings": "/konto/", "notices": "/konto/mitteilungen/",
        "keep_draft": "/konto/entwuerfe/", "own_style": "/konto/eigenes.css",
        "demo_sign_in": "/konto/demo/", "post_comment": post_url(idea),
        "comment": f"{on_comment}/", "answer": f"{on_comment}/antworten/",
        "quote_comment": f"{on_comment}/zitieren/",
        "edit_comment": f"{on_comment}/bearbeiten/", "delete_comment": f"{on_comment}/loeschen/",
        "desk": "/moderation/", "desk_counts": "/moderation/zahlen/",
        "decide_many": "/moderation/entscheiden/", "case": f"/moderation/faelle/{case.pk}/",
        "claim_case": f"/moderation/faelle/{case.pk}/uebernehmen/",
        "pass_on_case": f"/moderation/faelle/{case.pk}/weitergeben/",
        "undo_decision": f"/moderation/entscheidungen/{decision.pk}/",
        "moderate_comment": f"/moderation/beitraege/{comment.pk}/",
        "hide_comment": f"/moderation/beitraege/{comment.pk}/ausblenden/",
        "moderate_idea": f"/moderation/ideen/{idea.pk}/",
        "moderate_member": f"/moderation/mitglieder/{cast.mate.pk}/",
        "log": "/moderation/protokoll/", "log_export": "/moderation/protokoll.csv",
        "board_log": "/themen/klimaschutz/protokoll/",
        "report_comment": f"/melden/beitrag/{comment.pk}/",
        "report_idea": f"/melden/idee/{idea.pk}/",
        "report_member": f"/melden/mitglied/{cast.mate.pk}/",
        "contact": "/melden/", "object_to": appeal_url(decision),
        "comment_history": f"{on_comment}/verlauf/", **of_events.addresses_of_events(cast),
        "react": f"{on_comment}/reaktion/", "preview": "/vorschau/", "language": "/sprache/",
        "live_catch_up": f"/live/nachholen/?stream={idea.thread.stream}&after=0",
        "healthz": "/healthz", "readyz": "/readyz",
        "style": f"/stil-{style().digest}.css", "manifest": "/manifest.webmanifest",
        "offline": "/offline/", "service_worker": "/sw.js",
    }  # fmt: skip


def merged_and_split(cast: Cast) -> tuple[Merge, Idea]:
    """Merge two ideas, of which the author supported the gone one, and split a third off."""
    kept, gone = (make_pilot(cast.mate, cast.public, title=title) for title in ("Damm", "Wall"))
    support_idea(member=cast.author, idea=gone)
    comment = say(cast.mate, kept)
    merge = merge_ideas(actor=cast.moderator, kept=kept, gone=gone, reason="Dasselbe.")
    content = content_of(kept)
    split = split_idea(
        actor=cast.moderator, source=kept, comments=[comment.pk], content=content, reason="Eigenes."
    )
    return merge, split


def names(patterns: list[URLPattern | URLResolver]) -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found |= set() if pattern.namespace == "admin" else names(pattern.url_patterns)
        elif pattern.name and not pattern.name.startswith("account_"):
            found.add(pattern.name)
    return found


def test_this_file_knows_every_address(addresses: dict[str, str]) -> None:
    assert names(get_resolver().url_patterns) == set(addresses)
    assert set(addresses) == WRITE_ONLY | READ_ONLY | BOTH | OTHERS


def test_every_page_opens_for_the_one_it_is_for(cast: Cast, addresses: dict[str, str]) -> None:
    author, moderator = signed_in(cast.author), signed_in(cast.moderator)
    office = signed_in(cast.office)
    for name in READ_ONLY | BOTH | OTHERS:
        client = moderator if name in CURATING | OF_CURATORS | of_events.OF_ORGANISERS else author
        of_office = OF_THE_OFFICE | OF_MODERATORS | of_events.OF_THE_OFFICE
        if name in of_office | OF_MERGES - {"merge_support"}:
            client = office
        answer = client.get(addresses[name], follow=True)
        expected = 503 if name == "readyz" else 200  # no worker runs in the tests
        assert answer.status_code == expected, name


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_foreign_methods_are_405(cast: Cast, addresses: dict[str, str], method: str) -> None:
    client = signed_in(cast.author)
    answers = {
        name: getattr(client, method)(addresses[name]).status_code
        for name in WRITE_ONLY | READ_ONLY | BOTH
    }
    assert answers == dict.fromkeys(answers, 405)


def test_reading_what_is_only_written_and_the_other_way_round_is_405(
    cast: Cast, addresses: dict[str, str]
) -> None:
    client = signed_in(cast.author)
    assert [n for n in WRITE_ONLY if client.get(addresses[n]).status_code != 405] == []
    assert [n for n in READ_ONLY if client.post(addresses[n]).status_code != 405] == []


def test_a_stranger_reads_what_is_public_and_is_asked_to_sign_in_for_the_rest(
    addresses: dict[str, str],
) -> None:
    client = Client()
    for name in (READ_ONLY | BOTH) - {"readyz"}:
        answer = client.get(addresses[name])
        target = answer.headers.get("Location", "")
        asked = target == f"/konto/anmelden/?next={addresses[name]}"
        assert asked == (name in FOR_MEMBERS), name
        assert asked or answer.status_code in {200, 301, 302}, name


def test_a_strangers_post_is_403_and_keeps_the_words(addresses: dict[str, str]) -> None:
    words = {"text": "Mühsam getippt", "reason": "Gut begründet"}
    before = list(Thread.objects.order_by("pk").values("pk", "comment_count"))
    for name in (WRITE_ONLY | BOTH) - OPEN_TO_STRANGERS:
        page = Client().post(addresses[name], words)
        told = Client().post(addresses[name], words, headers=JSON)
        assert (page.status_code, told.status_code) == (403, 403), name
        assert "Mühsam getippt" in page.content.decode(), name
        assert "Gut begründet" in page.content.decode(), name
        assert told.json() == {"error": "signed out", "field": ""}
    assert list(Thread.objects.order_by("pk").values("pk", "comment_count")) == before


def test_a_guest_takes_no_part(cast: Cast, addresses: dict[str, str]) -> None:
    client, count = signed_in(cast.guest), Idea.objects.count()
    writes = {
        "new_idea": {"title": "Mühsam getippt", "text": "Ein Text"},
        "post_comment": {"text": "Mühsam getippt", "key": "6f1c0f5e-3c1f-4a83-9a5a-0c6b6f3c1f4a"},
        "react": {"kind": "agree"}, "support": {"on": "1"}, "pin": {"move": "pin"},
        "set_stage": {"stage": "P2", "reason": "Mühsam getippt", "before": "P1"},
        "edit_idea": {"title": "x"}, "plan_idea": PLAN, "withdraw_idea": {}, "publish_idea": {},
        "edit_comment": {"text": "x"}, "delete_comment": {}, "claim_case": {},
        "moderate_comment": {"measure": "hide", "reason": "Mühsam getippt"}, "hide_comment": {},
        "merge_ideas": {"mit": "1", "reason": "Mühsam getippt"}, "merge_support": {},
        "part_ideas": {"reason": "Mühsam getippt"}, "unsplit_idea": {"reason": "Mühsam getippt"},
        "split_idea": {"title": "Mühsam getippt", "comments": "1"},
        "decide_many": {"leave": "1:1"}, "pass_on_case": {"reason": "Mühsam getippt"},
        "edit_board": {"description": "Mühsam getippt"}, "archive_board": {"reason": "x"},
        "set_readers": {"visibility": "members"}, "set_posting": {"invited": "Mühsam getippt"},
        "new_section": {"name": "Mühsam getippt"}, "edit_section": {"name": "x"},
        "move_section": {"move": "up"}, "delete_section": {"reason": "x"},
        "restore_section": {},
        "feature": {"because": "Mühsam getippt"}, "fill_section": {"section": ""},
    }  # fmt: skip
    for name, form in writes.items():
        answer = client.post(addresses[name], form)
        assert answer.status_code in {403, 404}, name
        if "Mühsam getippt" in form.values():
            assert "Mühsam getippt" in answer.content.decode(), name
    assert Idea.objects.count() == count


def test_without_a_csrf_token_the_words_come_back(cast: Cast, addresses: dict[str, str]) -> None:
    client = signed_in(cast.author, enforce_csrf_checks=True)
    everything = {
        "title": "Titel getippt", "text": "Text getippt", "reason": "Grund getippt",
        "need": "Bedarf getippt", "goal": "Ziel getippt", "time_frame": "Zeitraum getippt",
        "tags": "Schlagwort getippt", "municipality": "Ort getippt", "name": "Name getippt",
        "description": "Worum getippt", "wanted": "Gesucht getippt", "because": "Zeile getippt",
    }  # fmt: skip
    for name in WRITE_ONLY | BOTH:
        answer = client.post(addresses[name], everything)
        page = answer.content.decode()
        assert answer.status_code == 403, name
        assert [words for words in everything.values() if words not in page] == [], name
    told = client.post(addresses["post_comment"], everything, headers=JSON)
    assert (told.status_code, told.json()) == (403, {"error": "csrf"})


def test_unknown_numbers_are_404_in_the_houses_look(cast: Cast) -> None:
    client = signed_in(cast.author)
    for number in ("999999", "9" * 30):
        for path in (f"/ideen/{number}/", f"/ideen/{number}/bearbeiten/",
                     f"/diskussionen/{number}/kommentare/", f"/mitglieder/{number}-x/",
                     f"/diskussionen/kommentare/{number}/", f"/kommunen/{number}-x/",
                     "/themen/x/", "/gibt/es/nicht/", "/kommunen/%00-x/"):  # fmt: skip
            answer = client.get(path)
            assert answer.status_code == 404, path
            assert "<h1" in answer.content.decode()
    assert client.get("/ideen/999999/", headers=JSON).json() == {"error": "not found"}
