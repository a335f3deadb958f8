"""An invented data folder of one division and seven areas, with records of its own.

Areas 01 to 05 of division 1399 are known to the relationship file; 06 is not, and lies
nearest to 04; 07 counts zero non-immigrants beside other people. Nobody lives here.
"""

import gzip
import hashlib
import io
import zipfile
from pathlib import Path

CENSUS = """COL0,COL1,COL2,COL3,COL4,COL5,COL6,COL7,COL8,COL9
1399,1500,10.0,150.0,41.0,30000,1400,1400,500,700
13990001,100,10.0,10.0,50.0,20000,100,100,30,40
13990002,300,400.0,1.0,40.0,30000,290,280,90,120
13990003,200,149.9,1.0,30.0,,190,190,60,80
13990004,400,150.0,1.0,45.0,40000,380,370,100,150
13990005,0,,1.0,,,,,,
13990006,500,900.0,1.0,35.0,25000,450,440,150,200
13990007,100,900.0,1.0,35.0,25000,0,95,0,10
"""
CENTROIDS = """DAUID,lon,lat
13990001,-66.00,46.00
13990002,-66.10,46.00
13990003,-66.20,46.00
13990004,-66.30,46.00
13990005,-66.40,46.00
13990006,-66.31,46.00
13990007,-66.10,46.01
"""
_HIGHER = "PRDGUID_PRIDUGD,CDDGUID_DRIDUGD,CSDDGUID_SDRIDUGD,ERDGUID_REIDUGD"
_HEADER = f"{_HIGHER},DADGUID_ADIDUGD,DBDGUID_IDIDUGD,ADADGUID_ADAIDUGD,CMADGUID_RMRIDUGD"


def _block(area: str, block: str, subdivision: str, metropolitan: str) -> str:
    return (
        f"2021A000213,2021A00031399,2021A0005{subdivision},2021S05001340,2021S0512{area},"
        f"2021S0513{area}{block},2021S051613990{subdivision[-3:]},{metropolitan}"
    )


RELATIONSHIPS = "\r\n".join(
    [
        _HEADER,
        _block("13990001", "001", "1399001", ""),
        _block("13990001", "002", "1399001", ""),
        _block("13990002", "001", "1399001", "2021S0503462"),
        _block("13990003", "001", "1399001", "2021S0503462"),
        _block("13990004", "001", "1399002", ""),
        _block("13990005", "001", "1399002", ""),
        _block("13990007", "001", "1399002", ""),
    ]
)


def _zipped(text: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("invented.csv", text)
    return packed.getvalue()


def write_source(folder: Path, name: str, path: str, raw: bytes) -> Path:
    """Put a file in an invented data folder, with a record that vouches for it."""
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(raw)
    (folder / "records").mkdir(exist_ok=True)
    (folder / "records" / f"{name}.toml").write_text(
        f"""title = {{ en = "Invented {name}", fr = "{name} inventé" }}
publisher = "Example Statistical Office"
table = "00-00"
licence = "Open licence"
reference_period = "2016"
path = "{path}"
sha256 = "{hashlib.sha256(raw).hexdigest()}"
""",
        encoding="utf-8",
    )
    return target


def write_areas(
    folder: Path,
    census: str = CENSUS,
    centroids: str = CENTROIDS,
    relationships: str = RELATIONSHIPS,
) -> Path:
    """Write the three files dissemination areas are read from; give the folder."""
    packed = gzip.compress(census.encode(), mtime=0)
    write_source(folder, "census_areas_2016", "census/areas.csv.gz", packed)
    packed = gzip.compress(centroids.encode(), mtime=0)
    write_source(folder, "area_centroids_2016", "centroids/areas.csv.gz", packed)
    write_source(folder, "relationship_2021", "geo/blocks.zip", _zipped(relationships))
    return folder
