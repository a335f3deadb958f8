"""The explorer: see, question, compare and take away the index, in both languages."""

__all__ = ()
