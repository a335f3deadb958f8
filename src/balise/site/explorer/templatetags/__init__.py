"""What templates may call."""

__all__ = ()
