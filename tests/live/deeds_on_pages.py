"""Every kind of activity, as something that can be done to a small world: before, and the deed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

from discussions import actions as talk
from discussions.models import Comment
from ideas import actions as ideas
from ideas.actions.write import content_of
from ideas.models import Idea, Merge, Split, Topic
from members.models import Member


@dataclass
class World:
    """A board with two pilots, a discussion of three, and everybody who could look at it."""

    people: dict[str, Member]
    board: Topic
    side: Topic
    idea: Idea
    next: Idea
    comments: list[Comment] = field(default_factory=list)

    def post(self, who: str, text: str, parent: Comment | None = None, on: str = "idea") -> Comment:
        """Post a comment on one of the ideas."""
        thread = getattr(self, on).thread
        return talk.post_comment(
            author=self.people[who], thread=thread, text=text, key=uuid4(), parent=parent
        ).comment

    def publish(self, title: str) -> Idea:
        """Publish another idea on the board."""
        return _publish(self.people["author"], self.board, title)

    def edit(self, **changes: object) -> None:
        """Change what the idea consists of."""
        idea = Idea.objects.get(pk=self.idea.pk)
        content = content_of(idea)
        words = {name: getattr(content, name) for name in content.__dataclass_fields__} | changes
        ideas.edit_idea(
            actor=self.people["author"],
            idea=idea,
            content=ideas.Content(**words),
            version=idea.version,
        )


def make_world() -> World:
    """Store the world by the project's own actions."""
    make = Member.objects.create_user
    people = {
        name: make(f"{name}@x.de", name=f"{name.title()} Sand", handle=name, **role)
        for name, role in {
            "author": {},
            "member": {},
            "moderator": {"role": "moderator"},
            "office": {"role": "office"},
            "newcomer": {},
        }.items()
    }
    board = ideas.open_topic(actor=None, name="Klimaschutz")
    side = ideas.open_topic(actor=None, name="Kooperation", visibility="members")
    ideas.entrust(actor=None, topic=board, moderators=[people["moderator"]])
    first_idea, next_idea = (
        _publish(people["author"], board, title) for title in ("Wärme", "Nachbar")
    )
    world = World(people, board, side, first_idea, next_idea)
    first = world.post("member", "Eins.")
    answer = world.post("author", "Antwort auf eins.", first)
    world.comments = [first, answer, world.post("member", "Zwei.")]
    return world


def _publish(author: Member, board: Topic, title: str) -> Idea:
    plan = {"need": "Bedarf", "goal": "Ziel"}
    content = ideas.Content(title, "Ein Text.", [board], ["Wärme"], None, plan)
    draft = ideas.save_draft(author=author, content=content)
    return ideas.publish_idea(author=author, idea=draft)


Deed = Callable[[World], object]


def _delete(who: str, place: int) -> Deed:
    return lambda w: talk.delete_comment(actor=w.people[who], comment=w.comments[place])


def _hide(place: int) -> Deed:
    return lambda w: talk.hide_comment(actor=w.people["moderator"], comment=w.comments[place])


def _show(place: int) -> Deed:
    return lambda w: talk.show_comment(actor=w.people["moderator"], comment=w.comments[place])


def _react(w: World) -> object:
    return talk.react(actor=w.people["member"], comment=w.comments[0], kind="agree")


def _support(w: World) -> object:
    return ideas.support_idea(member=w.people["member"], idea=w.idea)


def _unsupport(w: World) -> object:
    return ideas.unsupport_idea(member=w.people["member"], idea=w.idea)


def _edit_comment(w: World) -> object:
    comment = w.comments[0]
    return talk.edit_comment(
        author=w.people["member"], comment=comment, text="Eins, **besser**.", before=comment.text
    )


def _stage(before: str, after: str) -> Deed:
    return lambda w: ideas.set_stage(
        actor=w.people["author"], idea=w.idea, stage=after, reason="Beschluss", before=before
    )


def _pin(which: str, move: str = "") -> Deed:
    return lambda w: ideas.pin_idea(
        actor=w.people["moderator"], topic=w.board, idea=getattr(w, which), move=move
    )


def _unpin(which: str) -> Deed:
    return lambda w: ideas.unpin_idea(
        actor=w.people["moderator"], topic=w.board, idea=getattr(w, which)
    )


def _withdraw(which: str) -> Deed:
    return lambda w: ideas.withdraw_idea(actor=w.people["author"], idea=getattr(w, which))


def _remove(place: int) -> Deed:
    return lambda w: talk.remove_comment(actor=w.people["moderator"], comment=w.comments[place])


def _hide_idea(which: str) -> Deed:
    return lambda w: ideas.hide_idea(actor=w.people["moderator"], idea=getattr(w, which))


def _show_idea(which: str) -> Deed:
    return lambda w: ideas.show_idea(actor=w.people["moderator"], idea=getattr(w, which))


def _lock(w: World) -> object:
    return talk.close_thread(actor=w.people["moderator"], thread=w.idea.thread, because="Pause.")


def _reopen(w: World) -> object:
    return talk.reopen_thread(actor=w.people["moderator"], thread=w.idea.thread)


def _slow(minutes: int) -> Deed:
    return lambda w: talk.slow_thread(
        actor=w.people["moderator"], thread=w.idea.thread, minutes=minutes
    )


def _hold(w: World) -> object:
    w.idea.thread.holds_newcomers = True
    w.idea.thread.save(update_fields=["holds_newcomers"])
    w.comments.append(w.post("newcomer", "Guten Tag."))
    return None


def _feature(which: str, because: str = "Läuft schon.") -> Deed:
    return lambda w: ideas.feature_idea(
        actor=w.people["moderator"], topic=w.board, idea=getattr(w, which), because=because
    )


def _unfeature(which: str) -> Deed:
    return lambda w: ideas.unfeature_idea(
        actor=w.people["moderator"], topic=w.board, idea=getattr(w, which)
    )


def _section(name: str, *stages: str) -> Deed:
    return lambda w: ideas.make_section(
        actor=w.people["moderator"], topic=w.board, name=name, stages=stages
    )


def _fill(which: str, name: str | None) -> Deed:
    return lambda w: ideas.fill_section(
        actor=w.people["moderator"], topic=w.board, idea=getattr(w, which),
        section=w.board.sections.get(name=name) if name else None,
    )  # fmt: skip


def _on_section(act: Callable[..., object], of: str, **more: object) -> Deed:
    return lambda w: act(actor=w.people["moderator"], section=w.board.sections.get(name=of), **more)


def _full_section(w: World) -> None:
    """A section with more ideas than it shows; the idea of the world is the last of them."""
    _section("Reif")(w)
    _fill("idea", "Reif")(w)
    section = w.board.sections.get()
    for number in range(7):
        idea = w.publish(f"Reifer {number}")
        ideas.fill_section(actor=w.people["moderator"], topic=w.board, idea=idea, section=section)


def _face(**changes: object) -> Deed:
    def edit(w: World) -> object:
        topic = Topic.objects.get(pk=w.board.pk)
        words = {name: getattr(topic, name) for name in ideas.Face.__dataclass_fields__} | changes
        return ideas.edit_board(
            actor=w.people["moderator"], topic=topic, face=ideas.Face(**words),
            version=topic.version,
        )  # fmt: skip

    return edit


def _board(act: Callable[..., object], **more: object) -> Deed:
    return lambda w: act(actor=w.people["moderator"], topic=w.board, **more)


def _invite(w: World) -> object:
    rights = ideas.Rights("invited", [w.people["member"]])
    version = Topic.objects.get(pk=w.board.pk).version
    return ideas.set_posting(
        actor=w.people["moderator"], topic=w.board, rights=rights, version=version
    )


def _entrust(w: World) -> object:
    return ideas.entrust(actor=w.people["office"], topic=w.board, moderators=[w.people["member"]])


def _own_board(w: World) -> Topic:
    """Another board that the moderator looks after."""
    found = Topic.objects.filter(name="Wetter").first()
    if found is None:
        found = ideas.open_topic(actor=None, name="Wetter")
        ideas.entrust(actor=None, topic=found, moderators=[w.people["moderator"]])
    return found


def _move_away(w: World) -> object:
    return ideas.move_idea(
        actor=w.people["moderator"], idea=w.idea, source=w.board, target=_own_board(w), reason="x"
    )


def _move_here(w: World) -> object:
    return ideas.move_idea(
        actor=w.people["moderator"], idea=w.idea, source=_own_board(w), target=w.board, reason="x"
    )


def _accept(w: World) -> object:
    offer = ideas.move_idea(
        actor=w.people["moderator"], idea=w.idea, source=w.board, target=w.side, reason="x"
    )
    return ideas.accept_offer(actor=w.people["office"], offer=offer)


def _rename(w: World) -> object:
    return ideas.rename_topic(
        actor=w.people["office"], topic=w.board, name="Klima", before="Klimaschutz", reason="x"
    )


def _merge_into_board(w: World) -> object:
    w.edit(topics=[_own_board(w)])
    return ideas.merge_topics(
        actor=w.people["office"], topic=_own_board(w), into=w.board, reason="x"
    )


def _make_topic(w: World) -> object:
    tag = w.idea.tag_uses.get().tag
    return ideas.make_topic(actor=w.people["office"], tag=tag, name="Wärme", reason="x")


def _nothing(w: World) -> None:
    """Begin with the world as it is."""


def _merge(kept: str, gone: str) -> Deed:
    return lambda w: ideas.merge_ideas(
        actor=w.people["moderator"], kept=getattr(w, kept), gone=getattr(w, gone), reason="Eins."
    )


def _part(w: World) -> object:
    merge = Merge.objects.get()
    return ideas.part_ideas(actor=w.people["moderator"], merge=merge, reason="Doch zwei.")


def _split(w: World) -> object:
    content = ideas.Content("Eigenes", "Ein Text.", [w.board])
    return ideas.split_idea(
        actor=w.people["moderator"], source=w.idea, comments=[w.comments[0].pk], content=content,
        reason="Eigenes.",
    )  # fmt: skip


def _unsplit(w: World) -> object:
    split = Split.objects.get()
    return ideas.unsplit_idea(actor=w.people["moderator"], split=split, reason="Doch nicht.")


def _both(*deeds: Deed) -> Deed:
    return lambda w: [deed(w) for deed in deeds]


# name -> (what was before the page was opened, what happens while it is open)
DEEDS: dict[str, tuple[Deed, Deed]] = {
    "comment posted": (_nothing, lambda w: w.post("member", "Drei.")),
    "another idea comes to the front": (_nothing, lambda w: w.post("member", "Hier.", on="next")),
    "answer posted": (_nothing, lambda w: w.post("office", "Dazu.", w.comments[0])),
    "answer to an answer": (_nothing, lambda w: w.post("office", "Dazu.", w.comments[1])),
    "comment edited": (_nothing, _edit_comment),
    "comment deleted": (_nothing, _delete("member", 2)),
    "comment with answers deleted": (_nothing, _delete("member", 0)),
    "last answer below a stub deleted": (_delete("member", 0), _delete("author", 1)),
    "comment hidden": (_nothing, _hide(2)),
    "comment with answers hidden": (_nothing, _hide(0)),
    "comment shown": (_hide(2), _show(2)),
    "comment with answers shown": (_hide(0), _show(0)),
    "comment removed": (_nothing, _remove(2)),
    "comment with answers removed": (_nothing, _remove(0)),
    "hidden comment removed": (_hide(0), _remove(0)),
    "removed comment shown": (_remove(0), _show(0)),
    "comment held": (_nothing, _hold),
    "held comment let through": (_hold, _show(3)),
    "held comment hidden": (_hold, _hide(3)),
    "discussion locked": (_nothing, _lock),
    "discussion reopened": (_lock, _reopen),
    "discussion slowed": (_nothing, _slow(5)),
    "discussion no longer slow": (_slow(5), _slow(0)),
    "idea hidden": (_nothing, _hide_idea("idea")),
    "another idea hidden": (_nothing, _hide_idea("next")),
    "another idea shown again": (_hide_idea("next"), _show_idea("next")),
    "pinned one hidden": (_both(_pin("idea"), _pin("next")), _hide_idea("next")),
    "hidden comment deleted": (_hide(0), _delete("member", 0)),
    "posted and deleted": (_nothing, _both(_delete("member", 2), lambda w: w.post("member", "3"))),
    "hidden and shown": (_nothing, _both(_hide(0), _show(0), _hide(2))),
    "reaction given": (_nothing, _react),
    "reaction taken back": (_react, _react),
    "support given": (_nothing, _support),
    "support taken back": (_support, _unsupport),
    "stage set": (_nothing, _stage("P1", "P3")),
    "pilot paused": (_stage("P1", "P2"), _stage("P2", "paused")),
    "idea edited": (_nothing, lambda w: w.edit(title="Wärme neu", text="Anders, *ganz*.")),
    "idea published": (
        _nothing,
        lambda w: w.publish("Ganz neu"),
    ),
    "pinned": (_nothing, _pin("idea")),
    "pin moved up": (_both(_pin("idea"), _pin("next")), _pin("next", "up")),
    "unpinned": (_both(_pin("idea"), _pin("next")), _unpin("next")),
    "older one unpinned": (_both(_pin("next"), lambda w: w.post("member", "3")), _unpin("next")),
    "comment on a pinned one": (_pin("idea"), lambda w: w.post("member", "Drei.")),
    "pinned one edited": (_pin("idea"), lambda w: w.edit(title="Wärme neu")),
    "pinned one withdrawn": (_both(_pin("idea"), _pin("next")), _withdraw("next")),
    "idea on a board for members too": (_nothing, lambda w: w.edit(topics=[w.board, w.side])),
    "idea on another board": (_nothing, lambda w: w.edit(topics=[w.side])),
    "idea withdrawn": (_nothing, _withdraw("idea")),
    "idea merged into another": (_nothing, _merge("next", "idea")),
    "another one merged into it": (_pin("next"), _merge("idea", "next")),
    "merge undone": (_both(_pin("next"), _merge("idea", "next")), _part),
    "contributions split off": (_nothing, _split),
    "contributions brought back": (_split, _unsplit),
    "idea moved away": (_nothing, _move_away),
    "pinned one moved away": (_pin("idea"), _move_away),
    "idea moved here": (_move_away, _move_here),
    "offer accepted": (_nothing, _accept),
    "topic renamed": (_nothing, _rename),
    "topic merged": (_nothing, _merge_into_board),
    "topic from a tag": (_nothing, _make_topic),
    "featured": (_nothing, _feature("idea")),
    "another one featured": (_feature("idea"), _feature("next")),
    "line of the featured one changed": (_feature("idea"), _feature("idea", "Läuft schon lange.")),
    "featured and pinned": (_both(_pin("next"), _pin("idea")), _feature("next")),
    "featured no more": (_feature("idea"), _unfeature("idea")),
    "featured and pinned no more featured": (
        _both(_pin("idea"), _feature("idea")),
        _unfeature("idea"),
    ),
    "featured one withdrawn": (_feature("next"), _withdraw("next")),
    "comment on the featured one": (_feature("idea"), lambda w: w.post("member", "Drei.")),
    "put into a section": (_section("Reif"), _fill("idea", "Reif")),
    "put into another section": (
        _both(_section("Reif"), _section("Neu"), _fill("idea", "Reif")),
        _fill("idea", "Neu"),
    ),
    "taken out of a section": (_both(_section("Reif"), _fill("idea", "Reif")), _fill("idea", None)),
    "pinned from a section": (_both(_section("Reif"), _fill("idea", "Reif")), _pin("idea")),
    "unpinned into a section": (
        _both(_section("Reif"), _fill("idea", "Reif"), _pin("idea")),
        _unpin("idea"),
    ),
    "featured from a section": (_both(_section("Reif"), _fill("next", "Reif")), _feature("next")),
    "stage of a section": (_section("Läuft", "P3"), _stage("P1", "P3")),
    "stage of another section": (
        _both(_section("Läuft", "P3"), _section("Früh", "P1", "P2")),
        _stage("P1", "P3"),
    ),
    "by hand wins over the stage": (
        _both(_section("Läuft", "P3"), _section("Reif"), _fill("idea", "Reif")),
        _stage("P1", "P3"),
    ),
    "comment in a section": (
        _section("Früh", "P1"),
        lambda w: w.post("member", "Drei."),
    ),
    "comment on one that a section does not show": (
        _full_section,
        lambda w: w.post("member", "Drei."),
    ),
    "support of one that a section does not show": (_full_section, _support),
    "one more than a section shows": (
        _full_section,
        _fill("next", "Reif"),
    ),
    "idea published into a section": (_section("Früh", "P1"), lambda w: w.publish("Ganz neu")),
    "one of a section withdrawn": (_section("Früh", "P1"), _withdraw("next")),
    "sections in another order": (
        _both(_section("A", "P1"), _section("B", "P2")),
        _on_section(ideas.move_section, "B", move="up"),
    ),
    "section made": (_nothing, _section("Früh", "P1")),
    "section changed": (
        _section("Früh", "P1"),
        _on_section(ideas.change_section, "Früh", name="Spät"),
    ),
    "section deleted": (_section("Früh", "P1"), _on_section(ideas.delete_section, "Früh")),
    "board edited": (_nothing, _face(description="Neu.", cover="waves", wanted="Drei Orte")),
    "board in another colour": (_nothing, _face(hue="plum")),
    "board archived": (_nothing, _board(ideas.archive_board, reason="Fertig.")),
    "board reopened": (
        _board(ideas.archive_board, reason="Fertig."),
        _board(ideas.reopen_board, reason="Es geht weiter."),
    ),
    "board for invited members": (_nothing, _invite),
    "board entrusted to another": (_nothing, _entrust),
    "board for members only": (_nothing, _board(ideas.change_visibility, visibility="members")),
}

# These change where all cards stand or what they look like: pages fetch themselves again.
RENEWING = {"section made", "section changed", "section deleted", "board in another colour",
            "board for members only", "topic renamed", "topic merged",
            "topic from a tag"}  # fmt: skip
