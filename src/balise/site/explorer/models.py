"""What visitors of the explorer keep."""

from typing import ClassVar

from django.db import models

__all__ = ["Remark", "SavedPlaces"]


class SavedPlaces(models.Model):
    """The result of somebody's own places, kept for a while at an address nobody guesses.

    The file that was sent is not kept, nor the address: only its digest, so that who reads
    the database cannot open the page.
    """

    token_digest = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField()
    expires = models.DateTimeField(db_index=True)
    release = models.CharField(max_length=200)
    seal = models.CharField(max_length=64)
    content = models.JSONField()

    def __str__(self) -> str:
        return f"{self.release}, until {self.expires:%Y-%m-%d}"


class Remark(models.Model):
    """What somebody contests, adds or corrects about the result of an area.

    The text is read by the secretariat alone; only an answer it publishes is shown. The
    score is kept as it stood, with the seal of its release.
    """

    reference = models.CharField(max_length=24, unique=True)
    received = models.DateTimeField(db_index=True)
    language = models.CharField(max_length=2)
    release = models.CharField(max_length=200)
    seal = models.CharField(max_length=64)
    dguid = models.CharField(max_length=120)
    name = models.CharField(max_length=300)
    score = models.FloatField(null=True)
    score_low = models.FloatField(null=True)
    score_high = models.FloatField(null=True)
    quality = models.CharField(max_length=2)
    kind = models.CharField(max_length=20)
    text = models.TextField()
    email = models.CharField(max_length=254)
    state = models.CharField(max_length=10, default="new")
    answer_en = models.TextField()
    answer_fr = models.TextField()
    answered = models.DateTimeField(null=True)
    is_published = models.BooleanField(default=False)
    closed = models.DateTimeField(null=True)

    class Meta:
        """How remarks are found."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["dguid", "is_published"], name="remark_shown")
        ]

    def __str__(self) -> str:
        return f"{self.reference}, {self.state}"
