"""What every build under way works with."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from themagraaf.mapping.kept import KeptLines
from themagraaf.mapping.workspace import Workspace
from themagraaf.release.incremental.checkpoint import Checkpoint
from themagraaf.release.measuring import Measuring


@dataclass(frozen=True, slots=True)
class Parts:
    """The release under way, the workspace and a folder to work in, and what is left for the next.

    `checkpoint` is the folder that this build fills, `kept` reads and writes its lines.
    """

    measuring: Measuring
    workspace: Workspace
    work: Path
    checkpoint: Checkpoint
    kept: KeptLines

    def begin_anew(self) -> None:
        """Undo all but reading, for an attempt that turned out to need more."""
        self.workspace.forget()
        self.checkpoint.clear()
        shutil.rmtree(self.work / "candidate", ignore_errors=True)
