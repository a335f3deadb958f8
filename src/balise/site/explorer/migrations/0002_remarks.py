"""The table of remarks on results."""

from typing import ClassVar

from django.db import migrations, models

__all__ = ["Migration"]


class Migration(migrations.Migration):
    """Make it."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("explorer", "0001_saved_places")]
    operations: ClassVar[list[object]] = [
        migrations.CreateModel(
            name="Remark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=24, unique=True)),
                ("received", models.DateTimeField(db_index=True)),
                ("language", models.CharField(max_length=2)),
                ("release", models.CharField(max_length=200)),
                ("seal", models.CharField(max_length=64)),
                ("dguid", models.CharField(max_length=120)),
                ("name", models.CharField(max_length=300)),
                ("score", models.FloatField(null=True)),
                ("score_low", models.FloatField(null=True)),
                ("score_high", models.FloatField(null=True)),
                ("quality", models.CharField(max_length=2)),
                ("kind", models.CharField(max_length=20)),
                ("text", models.TextField()),
                ("email", models.CharField(max_length=254)),
                ("state", models.CharField(default="new", max_length=10)),
                ("answer_en", models.TextField()),
                ("answer_fr", models.TextField()),
                ("answered", models.DateTimeField(null=True)),
                ("is_published", models.BooleanField(default=False)),
                ("closed", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["dguid", "is_published"], name="remark_shown"),
                ],
            },
        ),
    ]
