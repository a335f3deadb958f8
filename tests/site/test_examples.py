"""The examples of the page on the API run as they are written."""

import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from balise.release import read_release
from tests.site.opened import opened, sound_release

ROOT = Path(__file__).resolve().parents[2]
PAGES = {"en": "api.md", "fr": "api-fr.md"}


@pytest.fixture(scope="module")
def coast(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sound_release(tmp_path_factory.mktemp("releases") / "coast")


@pytest.fixture(scope="module")
def site(coast: Path) -> Iterator[str]:
    """A site that listens on loopback."""
    from waitress.server import create_server

    with opened(coast):
        from django.core.wsgi import get_wsgi_application
        from django.test import override_settings

        with override_settings(ALLOWED_HOSTS=["127.0.0.1"]):
            server: Any = create_server(get_wsgi_application(), host="127.0.0.1", port=0)
            listening = threading.Thread(target=server.run, daemon=True)
            listening.start()
            yield f"http://127.0.0.1:{server.effective_port}"
            server.close()
            listening.join(5)


def examples(language: str, kind: str, site: str) -> str:
    page = (ROOT / "docs" / PAGES[language]).read_text("utf-8")
    blocks = re.findall(rf"^```{kind}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert blocks
    return "\n".join(blocks).replace("http://127.0.0.1:8000", site)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_python_examples_run_and_weights_of_ones_own_follow(
    site: str, coast: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    made: dict[str, Any] = {}
    exec(compile(examples(language, "python", site), PAGES[language], "exec"), made)
    areas = read_release(coast).table("areas")
    large = areas.filter(
        (pl.col("level") == "csd")
        & (pl.col("population") >= 1000)
        & pl.col("evi_relative").is_not_null()
    ).sort("evi_relative", descending=True)
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == large.height + 1
    first = f"{large['evi_relative'][0]:+.1f}"
    assert (first if language == "en" else first.replace(".", ",")) in printed[0]
    scored = areas.filter((pl.col("level") == "csd") & pl.col("evi").is_not_null())
    for row in scored.iter_rows(named=True):
        by_hand = 50 * row["means"] + 25 * row["willingness"] + 25 * row["abilities"]
        assert made["weighted"][row["dguid"]] == pytest.approx(by_hand, abs=0.1)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_r_examples_run(site: str, language: str, tmp_path: Path) -> None:
    rscript = shutil.which("Rscript")
    if rscript is None:
        pytest.skip("no R is installed")
    script = tmp_path / "example.R"
    script.write_text(examples(language, "r", site), "utf-8")
    done = subprocess.run(
        [rscript, "--vanilla", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "evi_relative" in done.stdout


def test_every_address_of_the_page_is_in_both_languages() -> None:
    english, french = (
        re.findall(r"^\| `([a-z./]+)", (ROOT / "docs" / page).read_text("utf-8"), re.MULTILINE)
        for page in PAGES.values()
    )
    assert english == french
    assert len(english) >= 13
