"""The database itself refuses to change or delete what stands in the log of acts."""

from django.db import migrations

SQLITE = {
    verb: f"""CREATE TRIGGER moderation_act_no_{verb.lower()} BEFORE {verb} ON moderation_act
        BEGIN SELECT RAISE(ABORT, 'acts are never changed'); END"""
    for verb in ("UPDATE", "DELETE")
}
POSTGRESQL = """
CREATE FUNCTION moderation_act_stays() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'acts are never changed'; END $$;
CREATE TRIGGER moderation_act_stays BEFORE UPDATE OR DELETE ON moderation_act
    FOR EACH ROW EXECUTE FUNCTION moderation_act_stays();
"""


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in SQLITE.values():
            schema_editor.execute(statement)
    else:
        schema_editor.execute(POSTGRESQL)


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_moderation")]

    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
