"""Tags of the templates of the Guide."""

__all__ = ()
