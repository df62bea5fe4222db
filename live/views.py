"""The fall-back by HTTP for lines on which no socket lives: the same replay, asked for."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from live.frames import encode, replay
from live.registry import readable
from live.streams import parse_stream


@require_GET
def catch_up(request: HttpRequest) -> HttpResponse:
    """Answer what a stream holds after `after`: the frames that the socket would have sent."""
    parsed = parse_stream(request.GET.get("stream"))
    after = request.GET.get("after", "")
    if parsed is None or not after.isdecimal() or len(after) > 18:
        return JsonResponse({"ev": "error", "code": "malformed"}, status=400)
    member = request.user if request.user.is_authenticated else None
    if parsed[1] not in readable(parsed[0], member, {parsed[1]}):
        return JsonResponse({"ev": "error", "code": "forbidden"}, status=403)
    stream, language = request.GET["stream"], get_language() or "de"
    answer = replay(stream, int(after), [language])[language]
    last = {"ev": "joined", "stream": stream, "n": answer.head}
    if answer.frames is None:
        last["ev"] = "reset"
    texts = [frame.text for frame in answer.frames or []] + [encode(last)]
    response = HttpResponse(f"[{','.join(texts)}]", content_type="application/json")
    response["Cache-Control"] = "no-store"
    return response
