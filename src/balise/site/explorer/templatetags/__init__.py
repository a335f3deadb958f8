"""Template tags of the explorer."""

__all__: list[str] = []
