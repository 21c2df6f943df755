"""Adapters to other libraries, each a module that needs an extra."""

__all__: list[str] = []
