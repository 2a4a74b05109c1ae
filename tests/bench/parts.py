"""What `make bench` runs: each part's sizes, its contenders, and how often."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.bench.meter import OURS, RIVALS

RIVAL = RIVALS / "python"


@dataclass(frozen=True, slots=True)
class Contender:
    """One that is timed: the module that runs it, what it is called there, and its Python.

    `against` is the one of ours that it is held against, if it is another's.
    """

    module: str
    name: str
    python: Path = OURS
    against: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Contenders on the same data, at each size, one after the other and `repeats` times."""

    name: str
    unit: str
    contenders: tuple[Contender, ...]
    sizes: Mapping[str, tuple[int, ...]]
    repeats: Mapping[str, int]


PARTS = (
    Part(
        "mapping",
        "persons",
        (
            Contender("mapping", "themagraaf"),
            Contender("morph", "morph-kgc", RIVAL, against="themagraaf"),
            Contender("lines", "polars", RIVAL, against="themagraaf"),
        ),
        {"small": (10_000, 30_000, 90_000), "large": (250_000, 750_000)},
        {"small": 3, "large": 1},
    ),
    Part(
        "shacl",
        "triples",
        (
            Contender("shacl", "themagraaf-core"),
            Contender("shacl", "pyshacl-core", against="themagraaf-core"),
            Contender("shacl", "themagraaf-sparql"),
            Contender("shacl", "pyshacl-sparql", against="themagraaf-sparql"),
            Contender("engines", "shacl-store", RIVAL, against="themagraaf-core"),
            Contender("engines", "pyshifty-store", RIVAL, against="themagraaf-sparql"),
            Contender("shacl", "themagraaf-file"),
            Contender("engines", "pyshifty-sparql", RIVAL, against="themagraaf-file"),
            Contender("engines", "shacl-core", RIVAL, against="themagraaf-file"),
        ),
        {"small": (10_000, 20_000, 40_000), "large": (1_000_000,)},
        {"small": 3, "large": 1},
    ),
    Part(
        "load",
        "quads",
        (
            Contender("load", "themagraaf"),
            Contender("load", "themagraaf-union"),
            Contender("load", "oxigraph", against="themagraaf"),
        ),
        {"small": (50_000, 200_000, 800_000), "large": (15_000_000,)},
        {"small": 3, "large": 1},
    ),
    Part(
        "build",
        "residents",
        (
            Contender("build", "themagraaf"),
            Contender("rebuild", "one-kpi-changed", against="themagraaf"),
            Contender("rebuild", "meldingen-changed", against="themagraaf"),
            Contender("rebuild", "uitkeringen-changed", against="themagraaf"),
            Contender("rebuild", "brp-changed", against="themagraaf"),
            Contender("kpi", "kpi-queries"),
        ),
        {"small": (2_000, 8_000), "large": (100_000, 200_000, 1_000_000)},
        {"small": 1, "large": 1},
    ),
    Part(
        "together",
        "residents",
        (
            Contender("together", "themagraaf"),
            Contender("together", "others", against="themagraaf"),
        ),
        {"small": (500, 1_000), "large": (8_000,)},
        {"small": 1, "large": 1},
    ),
    Part(
        "plan",
        "residents",
        (
            Contender("plan", "flat-by-plan"),
            Contender("plan", "hand-as-written", against="flat-by-plan"),
            Contender("plan", "flat-as-written", against="flat-by-plan"),
        ),
        {"small": (8_000,), "large": (100_000,)},
        {"small": 3, "large": 3},
    ),
    Part(
        "check",
        "model",
        (Contender("check", "themagraaf"),),
        {"small": (1,), "large": (1,)},
        {"small": 5, "large": 5},
    ),
)
