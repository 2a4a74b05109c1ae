"""The whole: who may import whom, and names and versions that must say the same everywhere."""

import ast
import importlib
import pkgutil
import re
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from rdflib import OWL, Graph, URIRef

import themagraaf
from tests.conftest import ROOT
from themagraaf import errors
from themagraaf.errors import ThemagraafError
from themagraaf.model.files import FOLDERS
from themagraaf.settings import Settings

PACKAGE = ROOT / "server" / "themagraaf"
MODULES = sorted(PACKAGE.rglob("*.py"))
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

# What each part may import, from the ground up; whatever is not named here, it may not.
GROUND = {"errors", "sparql", "sql", "turtle"}
STORE = GROUND | {"model", "store"}
RELEASE = STORE | {"mapping", "validation", "kpi", "release"}
MAY_IMPORT = {
    "errors": set[str](),
    "sparql": set[str](),
    "sql": set[str](),
    "turtle": set[str](),
    "settings": set[str](),
    "demo": set[str](),
    "model": GROUND,
    "docs": GROUND | {"model"},
    "store": GROUND | {"model"},
    "mapping": STORE,
    "validation": STORE,
    "kpi": STORE,
    "release": RELEASE,
    "web": RELEASE,
    "console": RELEASE,
    "api": RELEASE | {"web", "settings"},
    "cli": RELEASE | {"api", "console", "demo", "docs", "settings"},
}


def part_of(path: Path) -> str:
    """Return the part of the package that a module belongs to."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imported(path: Path) -> Iterator[str]:
    """Give the parts of the package that a module imports."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: an import says where from"
            module = node.module or ""
            inside = [f"{module}.{alias.name}" for alias in node.names]
            names = inside if module == "themagraaf" else [module]
        for name in names:
            if name.startswith("themagraaf.") and name != "themagraaf.__version__":
                yield name.split(".")[1]


def error_classes() -> list[type[ThemagraafError]]:
    """Return every error of the package, the root first."""
    for module in pkgutil.walk_packages(themagraaf.__path__, "themagraaf."):
        importlib.import_module(module.name)
    found: list[type[ThemagraafError]] = [ThemagraafError]
    for one in found:
        found += [
            kind for kind in one.__subclasses__() if kind.__module__.startswith("themagraaf.")
        ]
    return found


def public_names(path: Path) -> Iterator[tuple[str, ast.AST]]:
    """Give the public classes, functions and methods of a module, and the module itself."""
    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    tree = ast.parse(path.read_text("utf-8"))
    yield "the module", tree
    for node in (item for item in tree.body if isinstance(item, kinds)):
        inside = (item for item in node.body if isinstance(item, kinds))
        members = inside if isinstance(node, ast.ClassDef) else iter(())
        if not node.name.startswith("_"):
            for item in chain([node], (item for item in members if item.name[0] != "_")):
                yield f"{node.name}.{item.name}", item


@pytest.mark.parametrize("part", sorted({part_of(path) for path in MODULES} - {"__init__"}))
def test_a_part_imports_only_what_lies_below_it(part: str) -> None:
    outside = {
        f"{path.relative_to(PACKAGE)} imports {name}"
        for path in MODULES
        if part_of(path) == part
        for name in imported(path)
        if name not in MAY_IMPORT[part] | {part}
    }

    assert outside == set()


def test_the_parts_lie_in_layers_without_a_way_back() -> None:
    order = list(MAY_IMPORT)

    for place, part in enumerate(order):
        assert MAY_IMPORT[part] - {part} <= set(order[:place])


def test_only_the_store_knows_a_sparql_engine_and_turtle_only_its_parser() -> None:
    engines = re.compile(r"^\s*(?:import|from) (?:pyoxigraph|SPARQLWrapper)", re.MULTILINE)

    knowing = {part_of(path) for path in MODULES if engines.search(path.read_text("utf-8"))}

    assert knowing == {"store", "turtle"}
    parser = (PACKAGE / "turtle.py").read_text("utf-8")
    assert set(re.findall(r"\box\.[a-z]\w*|\bStore\b", parser)) == {"ox.parse"}


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_model_never_mentions_the_server(folder: str) -> None:
    files = [path for path in (ROOT / folder).rglob("*") if path.is_file()]

    mentioning = [path.name for path in files if re.search(r"\bserver\b", path.read_text("utf-8"))]

    assert mentioning == []
    assert files


@pytest.mark.parametrize("error", error_classes())
def test_every_error_has_a_heading_in_the_docs(error: type[ThemagraafError]) -> None:
    headings = (ROOT / "docs/errors.md").read_text("utf-8").splitlines()

    assert headings.count(f"## {error.slug}") == 1


def test_every_heading_in_the_docs_is_an_error_and_no_two_share_one() -> None:
    text = (ROOT / "docs/errors.md").read_text("utf-8")
    slugs = [error.slug for error in error_classes()]

    assert sorted(re.findall(r"^## (.+)$", text, re.MULTILINE)) == sorted(slugs)


def test_every_error_is_drawn_under_the_one_it_is_a_kind_of() -> None:
    drawing = errors.__doc__ or ""
    drawn = re.findall(r"^([│ ]*)(?:[├└]── )?([A-Z]\w+Error)\b", drawing, re.MULTILINE)
    depths = {name: len(indent) // 4 for indent, name in drawn}

    here = [error for error in error_classes() if error.__module__ == errors.__name__]

    assert [name for _, name in drawn] == [*dict.fromkeys(depths)]
    assert depths == {
        error.__name__: max(0, len(error.__mro__) - len(ThemagraafError.__mro__) - 1)
        for error in here
    }


def test_every_error_says_who_can_put_it_right_by_its_exit_code() -> None:
    codes = {ThemagraafError: 1, errors.RequestError: 2}
    codes |= {errors.ModelError: 3, errors.DeliveryError: 4}

    for error in error_classes():
        nearest = next(kind for kind in error.__mro__ if kind in codes)
        assert error.exit_code == codes[nearest]
        assert error.title and not error.title.endswith(".")


def test_one_version_stands_in_every_place() -> None:
    kern = Graph().parse(ROOT / "ontology/kern.ttl")
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    headings = re.findall(r"^## (\d\S*)", changelog, re.MULTILINE)

    said = {
        "pyproject.toml": PYPROJECT["project"]["version"],
        "ontology": str(kern.value(URIRef("https://w3id.org/themagraaf/def"), OWL.versionInfo)),
        "CHANGELOG.md": headings[0],
    }

    assert said == dict.fromkeys(said, themagraaf.__version__)


@pytest.mark.parametrize("setting", Settings.model_fields)
def test_every_setting_is_in_the_docs_with_its_default(setting: str) -> None:
    lines = (ROOT / "docs/settings.md").read_text("utf-8").splitlines()
    rows = [line for line in lines if line.startswith(f"| `THEMAGRAAF_{setting.upper()}` |")]
    default = Settings.model_fields[setting].default

    assert len(rows) == 1
    if default is not None:
        said = f"{default:g}" if isinstance(default, float) else str(default)
        assert f"| `{said}` |" in rows[0]


def test_the_docs_name_no_setting_that_is_not_there() -> None:
    text = (ROOT / "docs/settings.md").read_text("utf-8")

    named = {name.lower() for name in re.findall(r"THEMAGRAAF_([A-Z_]+)", text)}

    assert named == set(Settings.model_fields)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_public_name_says_what_it_is(path: Path) -> None:
    silent = [
        name
        for name, node in public_names(path)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and not (ast.get_docstring(node) or "").strip()
    ]

    assert silent == []


def test_the_wheel_carries_the_four_folders_of_the_model() -> None:
    wheel = PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]

    assert wheel["packages"] == ["server/themagraaf"]
    assert wheel["force-include"] == {name: f"themagraaf/_model/{name}" for name in FOLDERS}
