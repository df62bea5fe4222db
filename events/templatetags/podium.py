"""A slot's questions and polls, for any page that shows a slot."""

from typing import Any

from django import template

from events.devices import device_of
from events.forms import PollForm, RulesForm, initial_rules
from events.live import console_page, podium_page
from events.models import AgendaItem
from members.signed_in import member_of

register = template.Library()
Context = dict[str, Any]


@register.inclusion_tag("events/_podium_parts.html", takes_context=True)
def podium(context: Context, item: AgendaItem) -> Context:
    """Show what everybody sees of a slot's podium; the page follows the event's stream."""
    request = context["request"]
    page = podium_page(member_of(request), item, device_of(request))
    return {"podium": page, "item": item, "request": request, "user": request.user}


@register.inclusion_tag("events/_podium_console_parts.html", takes_context=True)
def podium_console(context: Context, item: AgendaItem) -> Context:
    """Show what organisers do with a slot's podium; it follows their own stream by itself."""
    choice = context.get("choice")
    return {
        "console": console_page(item, choice.screen if choice else None),
        "item": item,
        "rules": RulesForm(initial=initial_rules(item), auto_id="rules-%s"),
        "poll_form": PollForm(auto_id="poll-%s"),
    }
