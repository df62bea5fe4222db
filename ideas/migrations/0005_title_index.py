"""Titles can be looked through without reading the texts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ideas", "0004_audience")]

    operations = [
        migrations.AddIndex(
            model_name="searchtext",
            index=models.Index(fields=["title"], name="ideas_searc_title_b9fa2d_idx"),
        ),
    ]
