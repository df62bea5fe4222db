"""Every word that the page's scripts say, so that the catalogue has them all."""

from django.utils.translation import gettext, ngettext


def browser_words() -> dict[str, str]:
    """Return the words by key, in the active language; `.one` and `.other` are plural forms."""
    words = {
        "line.connected": gettext("connected"),
        "line.reconnecting": gettext("reconnecting …"),
        "line.offline": gettext("no network – what you write is kept"),
        "line.paused": gettext("live updates are paused"),
        "line.catching_up": gettext("catching up …"),
        "sending": gettext("being sent …"),
        "sent": gettext("sent"),
        "not_sent": gettext("not sent"),
        "delayed": gettext("not sent yet – goes out as soon as the line is back"),
        "send_again": gettext("Send again"),
        "discard": gettext("Discard"),
        "draft_kept": gettext("draft kept"),
        "draft_kept_server": gettext("draft kept on the server"),
        "draft_conflict": gettext("A newer draft of this text is open elsewhere."),
        "draft_found": gettext("There is an unsent draft of this text."),
        "restore": gettext("Restore"),
        "status.comment": gettext("{name} has written"),
        "status.card": gettext("Something new: {title}"),
        "status.question": gettext("A new question: {text}"),
        "status.poll": gettext("A poll: {text}"),
        "gone": gettext("This contribution is no longer there."),
        "session_ended": gettext(
            "Your session has ended. Please sign in again; your text is kept."
        ),
        "right_lost": gettext("This page is no longer open to you."),
        "too_many": gettext("Too many pages are open at once. Trying again shortly."),
        "sign_in": gettext("Sign in"),
        "reload": gettext("Reload the page"),
        "words_kept": gettext("What you are writing is kept."),
        "reset": gettext("Much has happened here."),
        "pause": gettext("Pause live updates"),
        "resume": gettext("Resume live updates"),
        "over_limit": gettext("{count} characters too many"),
        "time.now": gettext("just now"),
        "preview": gettext("Preview"),
        "edit": gettext("Edit"),
        "mention.none": gettext("Nobody of this name"),
        "answer_to": gettext("Answer to {name}"),
        "cancel": gettext("Cancel"),
        "here": gettext("about {count} are reading along"),
        "failed": gettext("That did not work. Please try again."),
    }
    for count, form in ((1, "one"), (2, "other")):
        new = ngettext("{count} new contribution", "{count} new contributions", count)
        words[f"news.{form}"] = words[f"status.many.{form}"] = new
        words[f"characters_left.{form}"] = ngettext(
            "{count} character left", "{count} characters left", count
        )
        words[f"earlier_above.{form}"] = ngettext(
            "Show {count} earlier contribution", "Show {count} earlier contributions", count
        )
    return words
