"""Marks of what changed, for the search."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("guide", "0002_maturity_and_jurisdictions")]

    operations = [
        migrations.CreateModel(
            name="SearchMark",
            fields=[
                ("about", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("stamp", models.BigIntegerField()),
            ],
            options={
                "verbose_name": "mark of the search",
                "verbose_name_plural": "marks of the search",
            },
        ),
    ]
