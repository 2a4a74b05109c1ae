"""Quotes for DuckDB, which mappings and cubes both speak to."""


def text(value: str) -> str:
    """Return a Python text as an SQL string literal."""
    return "'" + value.replace("'", "''") + "'"


def name(value: str) -> str:
    """Return a Python text as an SQL identifier."""
    return '"' + value.replace('"', '""') + '"'
