"""Calendar files read strictly by RFC 5545, without the library that has written them."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

ESCAPED = {"\\\\": "\\", "\\;": ";", "\\,": ",", "\\n": "\n", "\\N": "\n"}


@dataclass
class Part:
    """A component: its properties as they stand, by name, and the components in it."""

    name: str
    properties: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)
    parts: list["Part"] = field(default_factory=list)

    def all(self, name: str) -> list["Part"]:
        """Return the components of a name."""
        return [part for part in self.parts if part.name == name]

    def text(self, name: str) -> str:
        """Return the words of a property, with nothing escaped."""
        return re.sub(r"\\.", lambda found: ESCAPED[found.group()], self.properties.get(name, ""))


def lines_of(content: bytes) -> list[str]:
    """Return the unfolded lines, and insist on CRLF and on 75 octets (3.1)."""
    assert content.endswith(b"\r\n")
    raw = content[:-2].split(b"\r\n")
    assert [line for line in raw if len(line) > 75 or b"\r" in line or b"\n" in line] == []
    for line in raw:
        line.decode()  # no character is torn apart
    return content[:-2].replace(b"\r\n ", b"").decode().split("\r\n")


def parsed(content: bytes) -> Part:
    """Return the calendar."""
    root = Part("")
    open_parts = [root]
    for line in lines_of(content):
        names, _colon, value = _split(line)
        name, *parameters = names
        if name == "BEGIN":
            part = Part(value)
            open_parts[-1].parts.append(part)
            open_parts.append(part)
        elif name == "END":
            assert open_parts.pop().name == value
        else:
            assert name not in open_parts[-1].properties, f"{name} stands twice"
            open_parts[-1].properties[name] = value
            open_parts[-1].parameters[name] = ";".join(parameters)
    [calendar] = root.parts
    return calendar


def _split(line: str) -> tuple[list[str], str, str]:
    found = re.match(r'((?:[^":]|"[^"]*")+)(:)(.*)', line, flags=re.S)
    assert found is not None, line
    return found.group(1).split(";"), found.group(2), found.group(3)


def event_in(content: bytes) -> Part:
    """Return the only VEVENT of a calendar."""
    [event] = parsed(content).all("VEVENT")
    return event


def offset_at(zone: Part, moment: datetime) -> timedelta:
    """Return the offset of a VTIMEZONE at a moment: that of the latest onset before it (3.6.5)."""
    onsets = []
    for part in zone.parts:
        local = datetime.strptime(part.properties["DTSTART"], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
        onset = local - _offset(part.properties["TZOFFSETFROM"])
        onsets.append((onset, _offset(part.properties["TZOFFSETTO"])))
    return max(pair for pair in onsets if pair[0] <= moment)[1]


def _offset(value: str) -> timedelta:
    size = timedelta(hours=int(value[1:3]), minutes=int(value[3:5]))
    return -size if value.startswith("-") else size
