"""The rules of CONTRIBUTING that a machine can hold."""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from balise import vocabulary
from balise.vocabulary import Term

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "balise"
FOLDERS = ("src", "tests", "tools", "docs", ".ci")
TEXT = {".py", ".md", ".toml", ".csv", ".txt", ".json", ""}
MADE = {"__pycache__", "node_modules"}
SCRIPTS = PACKAGE / "site" / "explorer" / "static" / "explorer"  # bundled by make front
PAGES_IN_BOTH_LANGUAGES = {"glossary.md"}


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def _files() -> tuple[Path, ...]:
    inside = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    return tuple(
        path
        for path in sorted([*ROOT.iterdir(), *inside])
        if path.is_file() and path.suffix in TEXT and not MADE & set(path.parts)
    )


@cache
def _modules() -> tuple[Path, ...]:
    return tuple(path for path in _files() if path.suffix == ".py")


@cache
def _source_modules() -> tuple[Path, ...]:
    return tuple(path for path in _modules() if path.is_relative_to(PACKAGE))


def _terms() -> list[tuple[str, Term]]:
    lists = [(name, getattr(vocabulary, name)) for name in vocabulary.__all__ if name.isupper()]
    return [(name, term) for name, values in lists for term in values if isinstance(term, Term)]


def _found(pattern: str, paths: tuple[Path, ...]) -> list[str]:
    sought = re.compile(pattern)
    return [
        f"{_name(path)}:{number}"
        for path in paths
        if path != Path(__file__)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if sought.search(line)
    ]


# Shape


def test_no_module_is_over_400_lines() -> None:
    written = [path for path in _modules() if path.parent.name != "migrations"]  # by us, not Django
    lengths = {_name(path): len(path.read_text("utf-8").splitlines()) for path in written}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_modules_lie_at_most_two_folders_below_src() -> None:
    # Three where a layer holds several designs or engines behind one interface.
    deeper = {"network": 3, "impact": 3}
    deep = [
        _name(path)
        for path in _source_modules()
        if len(path.relative_to(PACKAGE).parts) > deeper.get(path.relative_to(PACKAGE).parts[0], 2)
        and "site" not in path.parts
    ]
    assert deep == []


def test_no_module_is_named_for_anything_at_all() -> None:
    banned = {"utils", "util", "helpers", "helper", "core", "manager", "common", "misc"}
    assert [_name(path) for path in _modules() if banned & {path.stem, path.parent.name}] == []


@pytest.mark.parametrize(
    "door", [each for each in _source_modules() if each.stem == "__init__"], ids=_name
)
def test_a_front_door_says_what_it_offers_in_order(door: Path) -> None:
    tree = ast.parse(door.read_text("utf-8"))
    offered = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    ]
    assert len(offered) == 1, "name in __all__ what the layer offers"
    imported = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    own = {name for name in imported if not name.startswith("_")}
    if door.parent != PACKAGE:
        assert set(offered[0]) >= own, "what a front door imports, it offers"
    assert len(set(offered[0])) == len(offered[0])


def _imports(path: Path) -> list[str]:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    whole = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    return whole + [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]


def test_layers_meet_at_their_front_doors_only() -> None:
    inside = [
        f"{_name(path)} imports {name}"
        for path in _source_modules()
        for name in _imports(path)
        if name.startswith("balise.")
        and name.count(".") > 1
        and name.split(".")[1] != path.relative_to(PACKAGE).parts[0]
    ]
    assert inside == []


# Words


@pytest.mark.parametrize(
    ("where", "term"), _terms(), ids=lambda value: getattr(value, "code", value)
)
def test_every_label_is_in_both_languages(where: str, term: Term) -> None:
    assert term.en.strip(), where
    assert term.fr.strip(), where


@pytest.mark.parametrize(
    ("where", "term"), _terms(), ids=lambda value: getattr(value, "code", value)
)
def test_every_category_is_in_the_glossary(where: str, term: Term) -> None:
    rows = (ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines()
    assert f"| `{term.code}` | {term.en} | {term.fr} |" in rows, where


def test_every_row_of_the_glossary_has_both_languages() -> None:
    rows = (ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines()
    cells = [[cell.strip() for cell in row.split("|")[1:-1]] for row in rows if row[:1] == "|"]
    assert len(cells) > 100
    assert [row for row in cells if not (row[0] and row[1])] == []


# Pages


def test_the_readme_is_in_both_languages_with_the_same_sections() -> None:
    english, french = (
        (ROOT / name).read_text("utf-8").splitlines() for name in ("README.md", "LISEZMOI.md")
    )
    sections = [sum(line.startswith("## ") for line in page) for page in (english, french)]
    tables = [sum(line.startswith("|") for line in page) for page in (english, french)]
    assert sections[0] == sections[1] > 5
    assert tables[0] == tables[1]


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=_name)
def test_a_page_leads_to_itself_in_the_other_language(page: Path) -> None:
    if page.name in PAGES_IN_BOTH_LANGUAGES:
        return
    link = re.compile(r"^\[(Français|English)\]\(([\w.-]+\.md)\)$", re.MULTILINE)
    here = link.search(page.read_text("utf-8"))
    assert here, "below its title, a page links to itself in the other language"
    back = link.search((page.parent / here[2]).read_text("utf-8"))
    assert back
    assert (back[2], {back[1], here[1]}) == (page.name, {"Français", "English"})


def test_links_between_pages_lead_somewhere() -> None:
    pages = [path for path in _files() if path.suffix == ".md"]
    broken = [
        f"{_name(page)} -> {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert broken == []


def test_the_changelog_speaks_of_the_present_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert f"## {project['version']}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_same_pythons_are_promised_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["requires-python"] == ">=3.11,<3.16"
    assert "(3, 11) <= sys.version_info[:2] <= (3, 15)" in (ROOT / "Makefile").read_text("utf-8")
    assert "Python 3.11 to 3.15" in (ROOT / "README.md").read_text("utf-8")
    assert "Python 3.11 à 3.15" in (ROOT / "LISEZMOI.md").read_text("utf-8")


# What never enters


def test_every_dependency_is_pinned_with_its_digests_and_no_address() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = {"requirements.txt": project["dependencies"]}
    asked["requirements-dev.txt"] = [
        *project["dependencies"],
        *project["optional-dependencies"]["dev"],
    ]
    for name, wanted in asked.items():
        lock = (ROOT / name).read_text("utf-8")
        pins = re.findall(r"^([\w.-]+)==[^\n]*\\\n    --hash=sha256:", lock, re.MULTILINE)
        assert len(pins) == len(re.findall(r"^[\w.-]+==", lock, re.MULTILINE))
        assert {re.split(r"[<>=!~\[]", each)[0] for each in wanted} <= set(pins)
        assert "://" not in lock
        assert not re.search(r"^\s*(-i|-f|--[a-gi-z])", lock, re.MULTILINE)


def test_no_package_registry_is_named() -> None:
    hosts = (("pypi",), ("python[h]osted",), ("npmjs",), ("deb", "debian"))
    assert _found("|".join(r"\.".join([*name, "org"]) for name in hosts), _files()) == []


def test_no_path_of_one_machine_is_written_down() -> None:
    paths = tuple(path for path in _files() if path.suffix != ".csv")
    assert _found(r"(?<![\w.:/)}])/(home|root|Users|work|opt)/\w", paths) == []


def test_no_note_to_self_is_left() -> None:
    assert _found(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b", _files()) == []


def test_no_published_file_is_in_the_package() -> None:
    made = PACKAGE / "site" / "explorer" / "static"
    large = [
        _name(path)
        for path in PACKAGE.rglob("*")
        if path.is_file() and path.stat().st_size > 2**20 and made not in path.parents
    ]
    assert large == []
