"""Who is inside a reach: at the positions known, surely, possibly, and in every draw."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Inside", "nobody", "within"]

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_INTERVAL = (2.5, 97.5)
_EVERY_BIT = 255


@dataclass(frozen=True, slots=True)
class Inside:
    """Who of some origins is in reach.

    Attributes
    ----------
    central, surely, possibly : array of bool, shape (m,)
        At the positions known; wherever people and office may be; somewhere they may be.
    moved : array of uint8, shape (m, draws / 8)
        In each draw, as bits.
    """

    central: Bools
    surely: Bools
    possibly: Bools
    moved: npt.NDArray[np.uint8]

    def drawn(self, draws: int) -> Bools:
        """Unpack the draws, shape (m, draws)."""
        return np.unpackbits(self.moved, axis=1, count=draws).view(np.bool_)

    def sums(self, values: Floats, draws: int) -> Floats:
        """Sum values of those inside in each draw, shape (draws, d).

        Parameters
        ----------
        values : array of float, shape (m, d)
            Of each origin.
        draws : int

        Examples
        --------
        The first is always inside, the second in the last of two draws, the third never:

        >>> moved = np.packbits(np.array([[1, 1], [0, 1], [0, 0]], dtype=np.uint8), axis=1)
        >>> inside = Inside(*np.ones((3, 3), dtype=np.bool_), moved)
        >>> inside.sums(np.array([[10.0], [20.0], [40.0]]), 2).ravel().tolist()
        [10.0, 30.0]
        """
        always = (self.moved == _EVERY_BIT).all(axis=1)
        some = self.moved.any(axis=1) & ~always
        moved = np.unpackbits(self.moved[some], axis=1, count=draws).astype(np.float64)
        return np.asarray(values[always].sum(axis=0) + moved.T @ values[some])

    def kept(self, rows: Bools) -> "Inside":
        """Take some of the origins."""
        return Inside(self.central[rows], self.surely[rows], self.possibly[rows], self.moved[rows])

    def join(self, rows: npt.NDArray[np.int64], other: "Inside") -> None:
        """Add whom another office reaches, in place; ``rows`` are these origins here."""
        for own, its in (
            (self.central, other.central),
            (self.surely, other.surely),
            (self.possibly, other.possibly),
            (self.moved, other.moved),
        ):
            own[rows] |= its

    def count(self, people: Floats, draws: int, *, is_range: bool) -> tuple[float, float, float]:
        """Count people: central, then the ends of the range, or of the interval of draws.

        Parameters
        ----------
        people : array of float, shape (m,)
        draws : int
        is_range : bool
            Whether to give the people surely and possibly inside, as without draws.

        Examples
        --------
        >>> yes, no = np.array([True, True, False]), np.array([False, True, False])
        >>> inside = Inside(yes, no, np.array([True] * 3), np.zeros((3, 0), np.uint8))
        >>> inside.count(np.array([10.0, 20.0, 40.0]), 0, is_range=True)
        (30.0, 20.0, 70.0)
        """
        central = float(people @ self.central)
        if is_range or not draws:
            return central, float(people @ self.surely), float(people @ self.possibly)
        low, high = (float(each) for each in np.percentile(people @ self.drawn(draws), _INTERVAL))
        return central, min(low, central), max(high, central)


def nobody(count: int, draws: int) -> Inside:
    """Begin a union that holds none of some origins."""
    central, surely, possibly = np.zeros((3, count), dtype=np.bool_)
    return Inside(central, surely, possibly, np.zeros((count, (draws + 7) // 8), dtype=np.uint8))


def within(travel: Floats, radius: float, margin: Floats, drawn: Floats, per_km: float) -> Inside:
    """Tell who is within a radius of an office.

    Parameters
    ----------
    travel : array of float, shape (m,)
        To the office, at the positions known [km or minutes].
    radius : float
        [km or minutes].
    margin : array of float, shape (m,)
        By which each origin may be nearer or further [km, straight].
    drawn : array of float, shape (m, draws)
        Change of the straight line in each draw [km].
    per_km : float
        Travel that a straight kilometre is [km or minutes].
    """
    slack = per_km * margin
    return Inside(
        travel <= radius,
        travel + slack <= radius,
        travel - slack <= radius,
        np.packbits(travel[:, None] + per_km * drawn <= radius, axis=1),
    )
