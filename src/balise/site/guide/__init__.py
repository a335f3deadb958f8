"""The Guide: projects, practices and people that help the next organisation start."""

__all__ = ()
