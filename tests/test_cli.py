"""The command line says what it does, does it, and ends with the code promised."""

import json
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from balise import __version__, build, cli, reports
from balise.recipes import read_recipe
from balise.release import read_release
from tests.release.invented import invented_release

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _any_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")


COMMAND = "import sys; from balise.cli import main; sys.exit(main(sys.argv[1:]))"


@pytest.fixture(scope="session")
def coast(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return invented_release(tmp_path_factory.mktemp("invented") / "coast")


@pytest.fixture(scope="session")
def pilot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The New Brunswick pilot, built once."""
    out = tmp_path_factory.mktemp("pilot") / "new-brunswick"
    return build.build(read_recipe("new-brunswick"), out)


def code_of(*arguments: str) -> int:
    """Run a command that is used wrongly or asks for help; give the code it ends with."""
    with pytest.raises(SystemExit) as end:
        cli.main(arguments)
    assert isinstance(end.value.code, int)
    return end.value.code


def child(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    """Start a command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, **environment},
    )


# Help and wrong use


@pytest.mark.parametrize("verb", cli.VERBS, ids=lambda verb: verb.name)
def test_the_help_of_a_verb_has_an_example_that_can_be_typed(
    verb: cli.Verb, capsys: Capture
) -> None:
    assert code_of(*verb.name.split(), "--help") == 0
    shown = capsys.readouterr().out
    assert "--json" in shown
    example = shown.partition("Example: balise ")[2]
    assert example.startswith(verb.name)
    assert cli.parser().parse_args(shlex.split(example)).run is verb.run


def test_help_lists_the_verbs_and_the_codes(capsys: Capture) -> None:
    assert code_of("--help") == 0
    shown = capsys.readouterr().out
    assert all(word in shown for word in ("build", "recipe", "sources", "release"))
    assert "0 done, 1 failed, 2 wrong use" in shown


def test_the_version_is_the_one_of_the_package(capsys: Capture) -> None:
    assert code_of("--version") == 0
    assert capsys.readouterr().out == f"balise {__version__}\n"


def test_help_waits_for_no_heavy_library() -> None:
    heavy = ("balise.vocabulary", "geopandas", "matplotlib", "numpy", "polars", "scipy")
    code = (
        "import sys\nfrom balise.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    "line",
    [
        "",
        "bild",
        "recipe",
        "recipe write",
        "recipe new",
        "build new-brunswick",
        "build new-brunswick --out here --threads 2",
        "build new-brunswick --out here --workers 0",
        "build new-brunswick --out here --workers two",
        "build new-brunswick --out here --workers 2 --cluster tcp://127.0.0.1:8786",
        "release show here --lang es",
        "release diff one",
        "release export here --format docx --out there",
        "release export here --form csv --out there",
    ],
)
def test_wrong_use_ends_with_2_and_says_how(line: str, capsys: Capture) -> None:
    assert code_of(*shlex.split(line)) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("usage: balise")


def test_a_data_folder_that_is_asked_for_must_be_named(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BALISE_DATA", raising=False)
    assert code_of("sources", "check") == 2
    assert "--data DIR, or set BALISE_DATA" in capsys.readouterr().err


@pytest.mark.parametrize(("named", "expected"), [("published", Path("published")), ("", None)])
def test_the_data_folder_is_taken_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, named: str, expected: Path | None
) -> None:
    monkeypatch.setenv("BALISE_DATA", named)
    parser = cli.parser()
    assert parser.parse_args(["sources", "list"]).data == expected
    assert parser.parse_args(["sources", "list", "--data", "other"]).data == Path("other")


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("LC_ALL=fr_CA.UTF-8 LANG=en_CA.UTF-8", "fr"),
        ("LC_MESSAGES=fr LANG=en_CA", "fr"),
        ("LC_ALL=en_CA LANG=fr_CA", "en"),
        ("LANG=C.UTF-8", "en"),
        ("", "en"),
    ],
)
def test_the_language_is_that_of_the_system_unless_said(
    monkeypatch: pytest.MonkeyPatch, locale: str, expected: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for each in locale.split():
        monkeypatch.setenv(*each.split("=", 1))
    parser = cli.parser()
    assert parser.parse_args(["release", "show", "here"]).lang == expected
    assert parser.parse_args(["release", "show", "here", "--lang", "en"]).lang == "en"


def test_the_formats_offered_are_those_that_are_written() -> None:
    assert cli.FORMATS == reports.FORMATS


# Recipes and sources


def test_a_recipe_is_printed_as_it_would_be_written(tmp_path: Path, capsys: Capture) -> None:
    asked = ["recipe", "new", "--jurisdiction", "Québec", "--group", "old=age >= 65"]
    assert cli.main(asked) == 0
    printed = capsys.readouterr().out
    out = tmp_path / "new" / "quebec.toml"
    assert cli.main([*asked, "--out", str(out)]) == 0
    assert out.read_text("utf-8") == printed
    assert read_recipe(out).groups == {"old": "age >= 65"}


def test_a_recipe_is_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    process = child("recipe", "new", "--jurisdiction", "24", PYTHONIOENCODING="latin-1")
    assert "vulnérabilité électronique" in process.communicate()[0]


def test_a_recipe_that_is_there_is_not_written_over(tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "mine.toml"
    out.write_text("k = 0.5\n")
    assert cli.main(["recipe", "new", "--jurisdiction", "NB", "--out", str(out)]) == 1
    assert "Expected a name that is free" in capsys.readouterr().err
    assert out.read_text() == "k = 0.5\n"


def test_regions_are_named_from_the_folder_of_the_recipe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = "region,name_en,name_fr,csduid\ncoast,The Coast,La Côte,1315002\n"
    Path("regions.csv").write_text(rows, encoding="utf-8")
    asked = "recipe new --jurisdiction NB --regions regions.csv --out recipes/coast.toml"
    assert cli.main(asked.split()) == 0
    regions = read_recipe(tmp_path / "recipes" / "coast.toml").regions
    assert regions is not None
    assert regions.resolve() == (tmp_path / "regions.csv").resolve()


def test_recipes_and_sources_are_listed_for_programs(capsys: Capture) -> None:
    assert cli.main(["recipe", "list", "--json"]) == 0
    names = [each["name"] for each in json.loads(capsys.readouterr().out)]
    assert names == ["canada-da", "new-brunswick", "new-brunswick-da"]
    assert cli.main(["sources", "list", "--json"]) == 0
    assert {"name", "sha256", "licence"} <= set(json.loads(capsys.readouterr().out)[0])


def test_published_files_are_verified(data_folder: Path, capsys: Capture) -> None:
    assert cli.main(["sources", "check", "--data", str(data_folder)]) == 0
    assert "are as their records say" in capsys.readouterr().out


# Building


def test_the_pilot_is_built_and_shows(pilot: Path, capsys: Capture) -> None:
    assert cli.main(["release", "show", str(pilot), "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["recipe"] == "new-brunswick"
    assert shown["whole"][0]["name"] == "New Brunswick"


def test_the_pilot_keeps_what_a_release_promises(pilot: Path, capsys: Capture) -> None:
    cli.main(["release", "check", str(pilot), "--json"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    broken = [
        each
        for each in findings
        if each["verdict"] == "not_met" and not each["name"].startswith("validation")
    ]
    assert broken == []


def test_the_pilot_meets_its_validation(pilot: Path, capsys: Capture) -> None:
    code = cli.main(["release", "check", str(pilot), "--json"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert [each["name"] for each in findings if each["verdict"] == "not_met"] == []
    assert code == 0


def _instant(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a build write the invented release at once."""

    def stand_in(recipe: object, out: Path, *_: object, progress: object, **__: object) -> Path:
        assert callable(progress)
        progress("reading sources")
        return invented_release(out)

    monkeypatch.setattr(build, "build", stand_in)


def test_a_build_tells_what_it_does_with_the_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    _instant(monkeypatch)
    assert cli.main(["build", "new-brunswick", "--out", str(tmp_path / "nb")]) == 0
    told = capsys.readouterr()
    assert told.err == "   0.0 s  reading sources\n"
    assert f"balise release show {tmp_path / 'nb'}" in told.out


def test_a_data_folder_that_is_not_there_stops_a_build_that_needs_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    _instant(monkeypatch)
    asked = ["--out", str(tmp_path / "nb"), "--data", str(tmp_path / "missing")]
    assert cli.main(["build", "new-brunswick", *asked]) == 1
    assert "missing is not there. Expected a folder" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_refused_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    _instant(monkeypatch)
    (tmp_path / "file").write_text("x")
    out = tmp_path / "file" / "below" / "nb"
    assert cli.main(["build", "new-brunswick", "--out", str(out)]) == 1
    told = capsys.readouterr().err
    assert "nothing was computed" in told
    assert "reading sources" not in told


@pytest.mark.parametrize("flag", ["--quiet", "--json"])
def test_a_build_is_silent_when_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, flag: str
) -> None:
    _instant(monkeypatch)
    assert cli.main(["build", "new-brunswick", "--out", str(tmp_path / "nb"), flag]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    if flag == "--json":
        written = json.loads(told.out)
        assert written["release"] == str(tmp_path / "nb")
        assert written["rows"] == read_release(tmp_path / "nb").record["rows"]


def test_ctrl_c_prints_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    process = child("build", "new-brunswick", "--out", str(tmp_path / "nb"))
    assert process.stderr is not None
    assert "reading sources" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    _, told = process.communicate()
    assert process.returncode == 130
    assert told.splitlines()[-1] == "Stopped: no half-written release was left."
    assert "Traceback" not in told
    assert list(tmp_path.iterdir()) == []


# Reading releases


def test_a_figure_that_is_not_rebuilt_fails_the_check(coast: Path, capsys: Capture) -> None:
    # The invented release misses one published figure on purpose.
    assert cli.main(["release", "check", str(coast), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    failed = [each["name"] for each in report["findings"] if each["verdict"] == "not_met"]
    assert report["failed"] == len(failed) == 1
    assert failed[0].startswith("validation")


def test_an_altered_release_fails_its_check(tmp_path: Path, capsys: Capture) -> None:
    folder = invented_release(tmp_path / "coast")
    with (folder / "areas.csv").open("a") as file:
        file.write("one more line\n")
    assert cli.main(["release", "check", str(folder)]) == 1
    shown = capsys.readouterr().out
    assert "not met" in shown
    assert "areas.csv" in shown


def test_a_release_is_summed_up_in_french(coast: Path, capsys: Capture) -> None:
    assert cli.main(["release", "show", str(coast), "--lang", "fr", "--level", "cd"]) == 0
    assert "Comté" in capsys.readouterr().out


def test_a_release_is_drawn(coast: Path, tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "map.png"
    assert cli.main(["release", "show", str(coast), "--plot", str(out)]) == 0
    assert out.read_bytes().startswith(b"\x89PNG")
    assert capsys.readouterr().out.splitlines()[-1] == str(out)


def test_a_level_that_a_release_lacks_is_refused(coast: Path, capsys: Capture) -> None:
    assert cli.main(["release", "show", str(coast), "--level", "csdd"]) == 1
    assert "Did you mean 'csd'" in capsys.readouterr().err


def test_two_releases_are_compared(coast: Path, tmp_path: Path, capsys: Capture) -> None:
    other = invented_release(tmp_path / "other", harder=0.1)
    assert cli.main(["release", "diff", str(coast), str(other)]) == 0
    lines = capsys.readouterr().out.splitlines()
    province = next(line for line in lines if line.endswith("New Brunswick (pr)")).split()
    old, new, move, people, behaviour, rounding = (
        float(each.replace("−", "-")) for each in province[:6]
    )
    assert move > 0
    assert new - old == pytest.approx(move, abs=0.011)
    assert people + behaviour + rounding == pytest.approx(move, abs=0.021)
    assert cli.main(["release", "diff", str(coast), str(other), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"moves", "only_old", "only_new", "unscored", "changes"}


def test_a_release_is_exported(coast: Path, tmp_path: Path, capsys: Capture) -> None:
    asked = ["release", "export", str(coast), "--out", str(tmp_path / "files"), "--json"]
    assert cli.main([*asked, "--format", "csv", "--format", "xlsx"]) == 0
    written = json.loads(capsys.readouterr().out)["written"]
    assert {Path(each).suffix for each in written} == {".csv", ".json", ".xlsx"}
    assert all(Path(each).is_file() for each in written)
    assert cli.main([*asked, "--format", "csv"]) == 1
    assert "add --replace" in capsys.readouterr().err
    assert cli.main([*asked, "--format", "csv", "--replace"]) == 0


def test_a_folder_that_is_no_release_is_refused(tmp_path: Path, capsys: Capture) -> None:
    assert cli.main(["release", "show", str(tmp_path)]) == 1
    assert "so it is not a release" in capsys.readouterr().err


def test_nobody_reading_the_output_is_no_reason_to_complain() -> None:
    process = child("sources", "list", "--json")
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait() == 141
