"""Ideas keep a copy of the audience of their threads."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery

AUDIENCES = [
    ("public", "everybody"),
    ("members", "members"),
    ("admitted", "those who are admitted"),
]


def copy(apps, schema_editor):
    Idea, Thread = apps.get_model("ideas", "Idea"), apps.get_model("discussions", "Thread")
    said = Thread.objects.filter(pk=OuterRef("thread")).values("audience")
    Idea.objects.update(audience=Subquery(said))


class Migration(migrations.Migration):
    dependencies = [("discussions", "0002_initial"), ("ideas", "0003_word_index")]

    operations = [
        migrations.AddField(
            model_name="idea",
            name="audience",
            field=models.CharField(
                choices=AUDIENCES, default="admitted", editable=False, max_length=10
            ),
        ),
        migrations.AddIndex(
            model_name="idea",
            index=models.Index(
                fields=["state", "audience", "-published", "thread"],
                name="ideas_idea_state_2cd247_idx",
            ),
        ),
        migrations.RunPython(copy, migrations.RunPython.noop),
    ]
