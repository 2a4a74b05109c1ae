"""Writes the pages that explain the model, from the model itself."""

from themagraaf.docs.pages import write_pages

__all__ = ["write_pages"]
