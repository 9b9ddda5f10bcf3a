"""Placeholder."""


def register_all() -> None:
    """Nothing yet."""
