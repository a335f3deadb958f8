"""How the tables of the secretariat came to be."""

__all__ = ()
