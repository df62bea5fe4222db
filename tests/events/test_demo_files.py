"""The files of the demo's events: every reference leads somewhere, every text fits its form."""

from itertools import chain

from django.conf import settings

from events.loading.demo import read_events, read_scene
from events.models import OPTION_LENGTH, QUESTION_LENGTH, Kind, PollKind, Readers
from ideaforge.text import clean_line, clean_text
from ideas.loading.demo import read
from ideas.models import Cover
from tests.events.demo_events import parts, people_keys

WAYS = ("registered", "offered", "waiting", "cancelled")


def test_there_are_as_many_as_promised_and_keys_are_given_once() -> None:
    events = read_events()
    keys = [row["key"] for row in events]
    assert len(set(keys)) == len(keys) == 7
    assert [row["key"] for row in events if row.get("runs_now")] == [read_scene()["event"]]
    for event in events:
        slots = [slot["key"] for slot in event["slot"]]
        assert len(set(slots)) == len(slots)
        for slot in event["slot"]:
            said = [comment["key"] for comment in slot.get("comment", [])]
            assert len(set(said)) == len(said)


def test_every_reference_leads_somewhere() -> None:
    topics = [row["slug"] for row in read("topics.toml")["topic"]]
    ideas = set(chain.from_iterable(
        (row["key"] for row in read(f"ideas/{slug}.toml")["idea"]) for slug in topics
    ))  # fmt: skip
    towns = {row["ags"] for row in read("municipalities.toml")["municipality"]}
    for event in read_events():
        guests = {guest["key"] for guest in event.get("guest", [])}
        named = {key for way in WAYS for key in event["people"].get(way, [])}
        named |= set(event["organisers"]) | set(event.get("invited", []))
        assert named - people_keys() == set()
        assert event["host"] in towns
        assert event.get("cover", "") in Cover.values
        assert event.get("kind", "lounge") in Kind.values
        assert event["audience"] in Readers.values
        for slot in event["slot"]:
            assert set(slot.get("topics", [])) <= set(topics)
            assert set(slot.get("ideas", [])) <= ideas
            assert authors_of(slot) <= people_keys() | guests


def authors_of(slot: dict[str, object]) -> set[str]:
    found: set[str] = set()
    for kind in ("comment", "question"):
        for part in slot.get(kind, []):  # type: ignore[attr-defined]
            found |= {part["author"]} if "author" in part else set()
            found |= set(chain.from_iterable(part.get("reactions", {}).values()))
            found |= set(part["supports"]) if isinstance(part.get("supports"), list) else set()
    return found


def test_nobody_is_counted_twice_or_supports_what_they_have_asked() -> None:
    for event in read_events():
        people = [key for way in WAYS for key in event["people"].get(way, [])]
        assert len(set(people)) == len(people)
        assert len(event["people"]["registered"]) <= event["capacity"]
    for _event, _slot, question in parts("question"):
        if isinstance(question["supports"], list):
            assert len(set(question["supports"])) == len(question["supports"])
            assert question["author"] not in question["supports"]


def test_there_are_no_more_votes_than_people_and_answers_are_those_of_the_poll() -> None:
    for event, _slot, poll in parts("poll"):
        voters = poll.get("voters") or event["people"]["registered"]
        assert poll["kind"] in PollKind.values
        assert sum(count for count, _answer in poll["answers"]) <= len(voters)
        assert all(len(option) <= OPTION_LENGTH for option in poll.get("options", []))
        for _count, answer in poll["answers"]:
            assert len(answer) <= poll.get("most", 99)
            assert len(set(answer)) == len(answer)


def test_every_text_is_clean_and_fits_its_form() -> None:
    for event in read_events():
        assert clean_line(event["title"]) == event["title"]
        assert clean_text(event["text"]) == event["text"].strip()
        for slot in event["slot"]:
            assert clean_line(slot["title"]) == slot["title"]
            assert len(slot["title"]) <= settings.TITLE_LENGTH
            for name in ("text", "minutes"):
                assert clean_text(slot.get(name, "")) == slot.get(name, "").strip()
    for _event, _slot, question in parts("question"):
        assert clean_text(question["text"]) == question["text"]
        assert len(question["text"]) <= QUESTION_LENGTH
    for _event, _slot, comment in parts("comment"):
        assert clean_text(comment["text"]) == comment["text"].strip()


def test_what_answers_comes_after_what_it_answers() -> None:
    for event in read_events():
        for slot in event["slot"]:
            said = {comment["key"]: comment["minute"] for comment in slot.get("comment", [])}
            for comment in slot.get("comment", []):
                if parent := comment.get("reply_to"):
                    assert said[parent] <= comment["minute"]


def test_the_scene_plays_in_slots_that_are_there_and_with_people_who_are() -> None:
    script = read_scene()
    event = next(row for row in read_events() if row["key"] == script["event"])
    slots = {slot["key"]: slot for slot in event["slot"]}
    assert set(script["slots"]) <= set(slots)
    assert slots[script["slots"][0]]["poll"]
    named = {step["author"] for step in script["step"] if "author" in step}
    named |= set(chain.from_iterable(step.get("who", []) for step in script["step"]))
    assert named - people_keys() == set()
    kinds = {step["do"] for step in script["step"]}
    assert kinds == {"say", "ask", "support", "vote", "answered", "open_poll", "close_poll",
                     "next_slot"}  # fmt: skip
