"""Runs the command line: `python -m themagraaf.cli`."""

from themagraaf.cli import main

if __name__ == "__main__":
    main()
