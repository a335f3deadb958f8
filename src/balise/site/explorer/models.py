"""What visitors of the explorer keep."""

from django.db import models

__all__ = ["SavedPlaces"]


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
