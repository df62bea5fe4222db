"""Names of streams: `<kind>-<number>`, and nothing else."""

import re

NAME = re.compile(r"(?P<kind>[a-z]{1,20})-(?P<pk>[1-9][0-9]{0,17})", re.ASCII)


def stream_name(kind: str, pk: int) -> str:
    """Return the name of a stream, e.g. `stream_name("thread", 12)` is `thread-12`."""
    return f"{kind}-{pk}"


def parse_stream(name: object) -> tuple[str, int] | None:
    """Return kind and number, or None where the name is none."""
    match = NAME.fullmatch(name) if isinstance(name, str) else None
    return (match["kind"], int(match["pk"])) if match else None
