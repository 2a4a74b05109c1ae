"""Themagraaf: a municipality's registrations as one traceable graph."""

__version__ = "0.2.0"
__all__ = ["__version__"]
