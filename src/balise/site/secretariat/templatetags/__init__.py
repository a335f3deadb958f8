"""Tags of the secretariat's templates."""

__all__ = ()
