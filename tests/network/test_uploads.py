import json
import os
import subprocess
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from balise.network import BusyError, Upload, UploadError, read_upload, uploads
from balise.network.upload_process import MOST_MEMBERS, read
from tests.network.files import box, collection, geopackage, square

GRID = np.array([[-66.0 + i / 10, 45.0 + j / 10] for j in range(5) for i in range(5)])


def sent(kind: str, name: str, content: bytes, radius_km: float = 0.0) -> dict[str, Any]:
    return read_upload(Upload(kind, name, BytesIO(content), radius_km), GRID)


def code_of(kind: str, name: str, content: bytes) -> str:
    with pytest.raises(UploadError) as raised:
        sent(kind, name, content)
    return raised.value.code


def test_regions_come_back_with_their_areas_from_a_process_of_their_own() -> None:
    content = collection({"<b>South</b>": square(-66.05, 44.95, 0.2), "Nowhere": square(-60, 50)})
    found = sent("regions", "regions.GeoJSON", content)
    assert [each["name"] for each in found["regions"]] == ["<b>South</b>", "Nowhere"]
    assert found["regions"][0]["rows"] == [0, 1, 5, 6]
    assert found["regions"][1] == {"name": "Nowhere", "rows": [], "crossed": []}
    assert found["notices"] == []


def test_a_geopackage_comes_back_the_same(tmp_path: Path) -> None:
    content = geopackage(tmp_path / "r.gpkg", {"South": box(-66.05, 44.95, 0.2)}, "EPSG:3347")
    found = sent("regions", "r.gpkg", content.getvalue())
    assert found["regions"][0]["rows"] == [0, 1, 5, 6]


def test_offices_reach_a_circle() -> None:
    # 10 km around the first place: a tenth of a degree is 7.9 km east and 11.1 km north.
    found = sent("offices", "o.csv", b"name,lon,lat\nPort,-66,45\n", 10.0)
    assert found["regions"][0]["name"] == "Port"
    assert found["regions"][0]["rows"] == [0, 1]


def test_areas_come_back_as_they_were_named() -> None:
    found = sent("areas", "a.csv", b"id,region\n1310032,Coast\n")
    assert found["areas"] == [["1310032", "Coast", 2]]


def test_a_fault_comes_back_with_its_values() -> None:
    with pytest.raises(UploadError) as raised:
        sent("regions", "r.json", collection({"South": square(45, -66)}))
    assert raised.value.code == "swapped"
    assert raised.value.values == {"region": "South", "found": "45, -66"}


@pytest.mark.parametrize(
    ("kind", "name", "code"),
    [
        ("regions", "r.pdf", "wrong_ending"),
        ("regions", "noending", "wrong_ending"),
        ("areas", "r.gpkg", "wrong_ending"),
        ("offices", "../../x.shp", "wrong_ending"),
        ("regions", "r.zip", "zipped"),
        ("regions", "r.gpkg.gz", "zipped"),
        ("areas", "a.xlsx", "zipped"),
    ],
)
def test_other_endings_are_refused_without_reading(kind: str, name: str, code: str) -> None:
    assert code_of(kind, name, b"anything") == code


def test_a_file_that_takes_too_much_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    # A list of a million small lists, with forty megabytes to read it in.
    monkeypatch.setattr(uploads, "MEMORY_MB", 40)
    content = b'{"type":"FeatureCollection","features":[' + b"{}," * 1_000_000 + b"{}]}"
    assert code_of("regions", "r.json", content) == "too_heavy"


def test_a_file_that_takes_too_much_time_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "WALL_S", 0.01)
    assert code_of("areas", "a.csv", b"id\n1\n") == "too_heavy"


def test_a_process_that_is_stopped_is_told_as_a_file_too_heavy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(uploads, "WALL_S", 0.01)  # less than Python takes to start
    assert code_of("areas", "a.csv", b"id\n1310032\n") == "too_heavy"


def test_a_file_over_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LARGEST", 10)
    assert code_of("areas", "a.csv", b"id\n" + b"1310032\n" * 10) == "too_large"


def test_only_so_many_files_are_read_at_once() -> None:
    held = [uploads._slots.acquire(blocking=False) for _ in range(uploads.AT_ONCE)]
    try:
        with pytest.raises(BusyError):
            sent("areas", "a.csv", b"id\n1310032\n")
    finally:
        for _ in held:
            uploads._slots.release()
    assert sent("areas", "a.csv", b"id\n1310032\n")["areas"]


def test_nothing_is_left_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    sent("areas", "a.csv", b"id\n1310032\n")
    assert code_of("areas", "a.csv", b"") == "empty"
    assert list(tmp_path.iterdir()) == []


def test_secrets_of_the_site_stay_out_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, Any] = {}

    def noted(command: list[str], **options: Any) -> Any:
        seen.update(options, command=command)
        raise subprocess.TimeoutExpired(command, 1)

    monkeypatch.setenv("BALISE_SECRET_KEY", "secret")
    monkeypatch.setattr("subprocess.run", noted)
    assert code_of("areas", "a.csv", b"id\n1310032\n") == "too_heavy"
    assert "secret" not in json.dumps(seen["env"])
    assert seen.get("shell", False) is False


def test_regions_that_hold_the_same_areas_over_and_over_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = {"kind": "regions", "ending": "json", "regions": 500, "vertices": 200_000}
    (tmp_path / "request.json").write_text(json.dumps(request | {"radius_km": 0.0}))
    (tmp_path / "upload.bin").write_bytes(collection({n: square(-67, 44, 3) for n in "ABC"}))
    np.save(tmp_path / "centroids.npy", GRID)
    assert MOST_MEMBERS >= 1_000_000
    monkeypatch.setattr("balise.network.upload_process.MOST_MEMBERS", 74)
    with pytest.raises(UploadError, match="too much overlap"):
        read(tmp_path)
    monkeypatch.setattr("balise.network.upload_process.MOST_MEMBERS", 75)
    assert len(read(tmp_path)["regions"]) == 3  # type: ignore[arg-type]


def test_files_that_a_killed_site_left_are_removed_after_an_hour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    old, new, other = (tmp_path / f"balise-{each}" for each in ("upload-a", "upload-b", "other"))
    for each in (old, new, other):
        each.mkdir()
    hours_ago = time.time() - 2 * 3600
    for each in (old, other):
        os.utime(each, (hours_ago, hours_ago))
    assert uploads.sweep_uploads() == 1
    assert [each.exists() for each in (old, new, other)] == [False, True, True]
