"""The database's own word index over ideas_searchtext: trigrams on SQLite and on PostgreSQL."""

from django.db import migrations

SQLITE = [
    "CREATE VIRTUAL TABLE ideas_words USING fts5("
    "title, body, content='ideas_searchtext', content_rowid='idea_id', tokenize='trigram')",
    "CREATE TRIGGER ideas_words_new AFTER INSERT ON ideas_searchtext BEGIN "
    "INSERT INTO ideas_words(rowid, title, body) "
    "VALUES (new.idea_id, new.title, new.body); END",
    "CREATE TRIGGER ideas_words_gone AFTER DELETE ON ideas_searchtext BEGIN "
    "INSERT INTO ideas_words(ideas_words, rowid, title, body) "
    "VALUES ('delete', old.idea_id, old.title, old.body); END",
    "CREATE TRIGGER ideas_words_changed AFTER UPDATE ON ideas_searchtext BEGIN "
    "INSERT INTO ideas_words(ideas_words, rowid, title, body) "
    "VALUES ('delete', old.idea_id, old.title, old.body); "
    "INSERT INTO ideas_words(rowid, title, body) "
    "VALUES (new.idea_id, new.title, new.body); END",
]
SQLITE_BACK = [
    "DROP TRIGGER ideas_words_new",
    "DROP TRIGGER ideas_words_gone",
    "DROP TRIGGER ideas_words_changed",
    "DROP TABLE ideas_words",
]
POSTGRESQL = [
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX ideas_words ON ideas_searchtext USING gin (body gin_trgm_ops)",
    "CREATE INDEX ideas_title_words ON ideas_searchtext USING gin (title gin_trgm_ops)",
]
POSTGRESQL_BACK = ["DROP INDEX ideas_words", "DROP INDEX ideas_title_words"]


def run(sqlite, postgresql):
    def execute(apps, schema_editor):
        statements = {"sqlite": sqlite, "postgresql": postgresql}
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return execute


class Migration(migrations.Migration):
    dependencies = [("ideas", "0002_initial")]

    operations = [migrations.RunPython(run(SQLITE, POSTGRESQL), run(SQLITE_BACK, POSTGRESQL_BACK))]
