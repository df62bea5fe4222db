"""Django's handler of requests: from session to view everything in one go on a thread."""

from typing import Any

from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.base import BaseHandler


class OneGoHandler(ASGIHandler):
    """Goes from the event loop to the thread of the request, and comes back with the answer.

    Django itself goes back to the event loop once more, between middleware and view. There a
    request waits behind everything that is being sent to readers; and a loop that has stopped by
    then never answers, so that a process with requests could not end.
    """

    def __init__(self) -> None:
        BaseHandler.__init__(self)  # not that of ASGIHandler, which builds it the other way
        self.load_middleware(is_async=False)

    def adapt_method_mode(self, is_async: bool, method: Any, *state: Any, **named: Any) -> Any:
        """Leave asynchronous what serves files before the thread is needed: the loop awaits it."""
        if not is_async and state and state[0]:
            return method
        return super().adapt_method_mode(is_async, method, *state, **named)
