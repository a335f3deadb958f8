"""One row of the validation table."""

from dataclasses import dataclass

__all__ = ["Row", "compared"]


@dataclass(frozen=True, slots=True)
class Row:
    """A figure rebuilt here beside a published one.

    ``met`` is None where there is no threshold: the row is printed for information.
    """

    check: str
    source: str
    use: str
    place: str
    published: float | None
    rebuilt: float | None
    threshold: float | None = None
    met: bool | None = None
    notes: tuple[str | None, str | None] = (None, None)

    def plain(self) -> dict[str, object]:
        """Lay the row out for the release."""
        both = self.published is not None and self.rebuilt is not None
        return {
            "check": self.check,
            "source": self.source,
            "use": self.use,
            "place": self.place,
            "published": _round(self.published),
            "rebuilt": _round(self.rebuilt),
            "difference": _round((self.rebuilt or 0) - (self.published or 0)) if both else None,
            "threshold": self.threshold,
            "verdict": "printed" if self.met is None else ("met" if self.met else "not_met"),
            "note_en": self.notes[0],
            "note_fr": self.notes[1],
        }


def _round(value: float | None) -> float | None:
    return None if value is None else round(float(value), 6)


def compared(  # noqa: PLR0913 - one argument for each column of the row
    check: str,
    source: str,
    place: str,
    published: float,
    rebuilt: float,
    *,
    use: str,
    threshold: float | None = None,
    beyond: bool = False,
    notes: tuple[str | None, str | None] = (None, None),
) -> Row:
    """Compare a figure with a published one.

    Parameters
    ----------
    check, source, place, use
        What, from where, of whom, and whether the fit used it.
    published, rebuilt : float
    threshold : float, optional
        Largest difference accepted, or with ``beyond`` the least one wanted.
    beyond : bool
        The difference must exceed the threshold: the wrong answer must be far.
    notes : pair of str
        In English and in French.
    """
    gap = abs(rebuilt - published)
    met = None if threshold is None else (gap > threshold if beyond else gap <= threshold)
    return Row(check, source, use, place, published, rebuilt, threshold, met, notes)
