"""A JSON array that goes out element by element, so that it may be of any length."""

from pathlib import Path


class Lijst:
    """A file that holds one array; each element is text that is JSON already."""

    def __init__(self, path: Path) -> None:
        self.naam = path.name
        self._file = path.open("w", encoding="utf-8", newline="\n")
        self._count = 0

    def put(self, element: str) -> str:
        """Write an element; return its position as the quarantine gives it."""
        self._file.write(f"{',' if self._count else '['}\n{element}")
        self._count += 1
        return f"/{self._count - 1}"

    def close(self) -> None:
        """End the array and the file."""
        self._file.write("\n]\n" if self._count else "[]\n")
        self._file.close()
