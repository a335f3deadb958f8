"""Steps that bring the tables of the explorer up to date."""

__all__ = ()
