"""How the tables of the Guide came to be."""

__all__ = ()
