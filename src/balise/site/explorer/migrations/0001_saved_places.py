"""The table of saved places."""

from typing import ClassVar

from django.db import migrations, models

__all__ = ["Migration"]


class Migration(migrations.Migration):
    """Make it."""

    initial = True
    dependencies: ClassVar[list[tuple[str, str]]] = []
    operations: ClassVar[list[object]] = [
        migrations.CreateModel(
            name="SavedPlaces",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_digest", models.CharField(max_length=64, unique=True)),
                ("made", models.DateTimeField()),
                ("expires", models.DateTimeField(db_index=True)),
                ("release", models.CharField(max_length=200)),
                ("seal", models.CharField(max_length=64)),
                ("content", models.JSONField()),
            ],
        ),
    ]
