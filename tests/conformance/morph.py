"""Cases of RML by Morph-KGC: runs in the environment of the benchmarks, where that stands.

Reads a list of cases from standard input, each with its mapping and the folder to run in, and
writes the quads that each gives, null for an error.
"""

import io
import json
import os
import sys
from contextlib import redirect_stdout

import morph_kgc


def main() -> None:
    """Run all cases that are asked for."""
    found: dict[str, str | None] = {}
    for case in json.load(sys.stdin):
        os.chdir(case["folder"])
        config = (
            "[CONFIGURATION]\noutput_format=N-QUADS\nlogging_level=CRITICAL\n"
            f"[geval]\nmappings={case['mapping']}\n"
        )
        config += f"db_url={case['database']}\n" if case["database"] else ""
        try:
            with redirect_stdout(io.StringIO()):
                quads = morph_kgc.materialize_set(config)
        except (Exception, SystemExit):  # whatever it stops with
            found[case["id"]] = None
        else:
            found[case["id"]] = "".join(f"{quad} .\n" for quad in quads)
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
