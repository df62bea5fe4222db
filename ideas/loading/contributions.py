"""From rows of CSV files to records of ideas with their comments."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings

from ideas.loading.csv_files import (
    COMMENT_COLUMNS,
    IDEA_COLUMNS,
    Rejects,
    WrongRow,
    line_of,
    rows_of,
    tags_of,
    text_of,
    time_of,
)
from ideas.loading.people import Placeholders
from ideas.loading.records import CommentRecord, IdeaRecord
from ideas.models import Topic
from members.models import Municipality

Choose = Callable[[list[str]], list[Topic]]


class Contributions:
    """Reads both files of one origin; `rejects` holds what could not go in, with the reason."""

    def __init__(self, origin: str, topics_for: Choose) -> None:
        self.origin = origin
        self.topics_for = topics_for
        self.people = Placeholders(origin)
        self.rejects = Rejects()
        self._towns: dict[str, Municipality | None] = {}

    def ideas(self, path: Path) -> dict[str, IdeaRecord]:
        """Return the ideas of a file by their source."""
        found: dict[str, IdeaRecord] = {}
        for line, row in rows_of(path, IDEA_COLUMNS):
            try:
                record = self._idea(row)
                if record.source in found:
                    raise WrongRow(f"idea_id {row['idea_id']} stands twice in the file")
            except WrongRow as reason:
                self.rejects.add(path.name, line, str(reason), row)
            else:
                found[record.source] = record
        return found

    def add_comments(self, path: Path, ideas: dict[str, IdeaRecord]) -> int:
        """Hang the comments of a file on their ideas; return how many there are."""
        rows: dict[str, tuple[int, dict[str, str], str, CommentRecord]] = {}
        for line, row in rows_of(path, COMMENT_COLUMNS):
            try:
                record, idea = self._comment(row), self._source(row, "idea_id")
                if idea not in ideas:
                    raise WrongRow(f"there is no idea {row['idea_id']}")
                if record.source in rows:
                    raise WrongRow(f"comment_id {row['comment_id']} stands twice in the file")
            except WrongRow as reason:
                self.rejects.add(path.name, line, str(reason), row)
            else:
                rows[record.source] = (line, row, idea, record)
        for source in self._orphans(rows):
            line, row, _idea, record = rows.pop(source)
            missing = f"the answered comment {row['parent_id']} is missing"
            self.rejects.add(path.name, line, missing, row)
        for _line, _row, idea, record in rows.values():
            ideas[idea].comments.append(record)
        return len(rows)

    @staticmethod
    def _orphans(rows: dict[str, tuple[int, dict[str, str], str, CommentRecord]]) -> Iterator[str]:
        answers: dict[str, list[str]] = defaultdict(list)
        for source, (_line, _row, _idea, record) in rows.items():
            answers[record.parent].append(source)
        rooted, reached = list(answers[""]), set()
        while rooted:
            source = rooted.pop()
            reached.add(source)
            idea = rows[source][2]
            rooted += [one for one in answers.get(source, ()) if rows[one][2] == idea]
        yield from [source for source in rows if source not in reached]

    def _idea(self, row: dict[str, str]) -> IdeaRecord:
        title = line_of(row, "title", settings.IMPORTED_TITLE_LENGTH)
        if not title:
            raise WrongRow("the title is empty")
        tags = tags_of(row)
        supports = row.get("supports", "").strip() or "0"
        if not supports.isdecimal() or len(supports) > 6:
            raise WrongRow(f"supports: {supports!r} is no number")
        return IdeaRecord(
            source=self._source(row, "idea_id"),
            author=self.people.named(line_of(row, "author", 100)),
            title=title,
            text=text_of(row, "text", settings.IDEA_LENGTH),
            created=time_of(row),
            topics=self.topics_for(tags),
            tags=tags,
            municipality=self._town(line_of(row, "city", 120)),
            supports_elsewhere=int(supports),
        )

    def _comment(self, row: dict[str, str]) -> CommentRecord:
        text = text_of(row, "text", settings.COMMENT_LENGTH)
        if not text:
            raise WrongRow("the text is empty")
        parent = row["parent_id"].strip()
        return CommentRecord(
            source=self._source(row, "comment_id"),
            author=self.people.named(line_of(row, "author", 100)),
            text=text,
            created=time_of(row),
            parent=self._source(row, "parent_id") if parent else "",
        )

    def _source(self, row: dict[str, str], name: str) -> str:
        key = line_of(row, name, 80)
        if not key:
            raise WrongRow(f"{name} is empty")
        return f"{self.origin}:{key}"

    def _town(self, name: str) -> Municipality | None:
        if name not in self._towns:
            found = list(Municipality.objects.filter(name=name)[:2])
            self._towns[name] = found[0] if len(found) == 1 else None
        return self._towns[name]
