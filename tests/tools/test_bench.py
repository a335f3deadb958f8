"""The benchmarks at a tiny size: what they hold against what, and the pages they write."""

from pathlib import Path

import numpy as np
import pytest

from tools.bench import SECTIONS, Part, Result, Table, measured, shown
from tools.bench_alone import alone
from tools.bench_cases import TOLERANCE, Case, invent, margin_error, rake_plainly
from tools.bench_page import PAGES, write_pages
from tools.bench_peers import PEERS, asked, version_of
from tools.bench_rakers import bandwidth, run_ours, run_peer
from tools.bench_raking import HEAD
from tools.bench_words import INTRODUCTIONS, TITLES, french

TINY = Case((4, 3, 2), 20)
WRITTEN: list[Part] = [
    Table(HEAD, (("Balise", "2", "5,000", "0.1 ms", *["1.2 s"] * 2, *["-"] * 6),)),
    Result("copying memory, 2 threads", "12.5 GB/s"),
    Result("largest margin error, every area", "2.0e-06", "1e-06", False),
]


@pytest.fixture(scope="module", params=[0, 22], ids=["all combinations", "drawn"])
def case(request: pytest.FixtureRequest) -> Case:
    return Case((4, 3, 2), 20, drawn=request.param)


def test_an_invented_case_is_the_same_each_time_and_adds_up(case: Case) -> None:
    one, other = invent(case), invent(case)
    assert one.seed.tolist() == other.seed.tolist()
    assert len(one.seed) == case.types
    for each, again in zip(one.totals, other.totals, strict=True):
        assert each.tolist() == again.tolist()
        np.testing.assert_allclose(each.sum(axis=1), one.people)


def test_more_areas_do_not_change_the_seed() -> None:
    assert invent(TINY).seed.tolist() == invent(Case((4, 3, 2), 40)).seed.tolist()


def test_a_table_of_all_margins_gives_its_weights_back(case: Case) -> None:
    world = invent(case)
    assert world.weights(world.table(world.seed)).tolist() == world.seed.tolist()


def test_the_plain_reference_reaches_its_margins_and_keeps_odds_of_the_seed() -> None:
    world = invent(TINY)
    weights, _ = rake_plainly(world, 0)
    assert margin_error(world, weights, 0) <= 1e-12
    ratio = np.log(world.table(weights / world.seed))
    # What margins by one variable each cannot move: differences of differences.
    np.testing.assert_allclose(np.diff(np.diff(ratio, axis=0), axis=1), 0, atol=1e-9)


@pytest.mark.parametrize("at_once", [None, 7])
def test_the_kernel_agrees_with_the_reference(case: Case, at_once: int | None) -> None:
    run = run_ours(case, threads=2, times=1, at_once=at_once)
    assert run.areas == 20
    assert run.error <= TOLERANCE
    assert run.apart < 1e-5
    assert run.passes > 1


@pytest.mark.filterwarnings("ignore")  # theirs
@pytest.mark.parametrize("name", PEERS)
def test_a_peer_agrees_with_the_reference(name: str) -> None:
    if version_of(PEERS[name].package) is None:
        pytest.skip(f"{PEERS[name].package} is a peer of benchmarks that is not installed")
    run = run_peer(name, TINY, seconds=0.2)
    assert run.error <= TOLERANCE * 1.001
    assert run.apart < 1e-5


def test_a_peer_comes_with_the_extra() -> None:
    wanted = {each.partition(">=")[0] for each in asked()}
    assert {peer.package for peer in PEERS.values()} - {"svy-rs"} <= wanted


def test_memory_is_copied_at_some_speed() -> None:
    assert bandwidth(2, megabytes=1, times=1) > 0


def test_a_process_of_its_own_answers_or_says_why_not() -> None:
    assert alone(divmod, 7, 2) == (3, 1)
    assert alone(__import__, "no_such_peer") == "no_such_peer is not installed"


def test_a_section_that_is_not_there_is_left_out_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SECTIONS, "dual", "tools.bench_not_there:rows")
    parts = list(measured("dual", None))
    assert parts == [Result("dual: left out", "no module tools.bench_not_there")]


def test_each_section_has_a_title_and_an_introduction_in_both_languages() -> None:
    assert set(TITLES) == set(INTRODUCTIONS) == set(SECTIONS)


def test_a_missed_threshold_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert [shown(part) for part in WRITTEN] == [True, True, False]
    assert "NOT MET" in capsys.readouterr().out


def test_both_pages_are_written_and_only_the_section_that_ran_changes(tmp_path: Path) -> None:
    assert write_pages(tmp_path, "raking", WRITTEN, "a machine") == []
    assert write_pages(tmp_path, "raking-small", WRITTEN[:1], "a machine") == []
    before = _sections(tmp_path)
    write_pages(tmp_path, "raking-small", [Result("copying memory, 2 threads", "9 GB/s")], "other")
    after = _sections(tmp_path)
    for lang in PAGES:
        assert list(after[lang]) == ["raking-small", "raking"]
        assert after[lang]["raking"] == before[lang]["raking"]
        assert after[lang]["raking-small"] != before[lang]["raking-small"]
    english, french_page = ((tmp_path / page).read_text("utf-8") for page in PAGES.values())
    assert "| copying memory, 2 threads | 12.5 GB/s |  |  |" in english
    assert "| copie de la mémoire, 2 fils | 12,5 Go/s |  |  |" in french_page
    assert "**NOT MET**" in before["en"]["raking"]
    assert "**NON ATTEINT**" in before["fr"]["raking"]
    assert "Machine : a machine." in french_page


def test_a_section_that_could_not_run_leaves_what_was_found_before(tmp_path: Path) -> None:
    write_pages(tmp_path, "draws", WRITTEN[1:2], "a machine")
    before = _sections(tmp_path)
    left_out = list(measured("draws", None))
    assert write_pages(tmp_path, "draws", left_out, "a machine") == []
    assert _sections(tmp_path) == before


def test_a_sentence_without_french_is_named(tmp_path: Path) -> None:
    assert write_pages(tmp_path, "raking", [Result("nobody said", "1 s")], "") == ["nobody said"]


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("12,345.5 ms", "12 345,5 ms"),
        ("8.8e-07", "8,8e-07"),
        ("0.22 GB", "0,22 Go"),
        ("61.2 s, scaled", "61,2 s, extrapolé"),
        ("faster than synthpopcan kernel on 2 threads, with tables",
         "plus vite que le noyau de synthpopcan sur 2 fils, tables faites"),
        ("median 0.98, by people 1.01, 5-95 % 0.9 to 1.1",
         "médiane 0,98, selon les personnes 1,01, 5-95 % de 0,9 à 1,1"),
    ],
)  # fmt: skip
def test_sentences_and_numbers_take_their_french_form(english: str, said: str) -> None:
    assert french(english) == said


def _sections(folder: Path) -> dict[str, dict[str, str]]:
    def cut(page: str) -> dict[str, str]:
        pieces = page.split("<!-- ")[1:]
        return {each.partition(" -->")[0]: each.partition(" -->")[2].strip() for each in pieces}

    return {lang: cut((folder / page).read_text("utf-8")) for lang, page in PAGES.items()}
