"""Files that are never changed, and so may stand in two places at once."""

import shutil
from pathlib import Path


def link_or_copy(source: Path, target: Path) -> None:
    """Give a file that is never changed a second place."""
    try:
        target.hardlink_to(source)
    except OSError:  # another disk, or one without hard links
        shutil.copyfile(source, target)
