"""Siting: where to serve, and how far from the best an answer can be."""

__all__: list[str] = []
