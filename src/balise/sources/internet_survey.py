"""Published tables of the Canadian Internet Use Survey: use, services, skills."""

import polars as pl

from balise.sources.figures import read_figure
from balise.sources.labels import age_range, geography_codes, recode, share
from balise.sources.provenance import Data
from balise.sources.published import numbers, read_columns

__all__ = [
    "INTERNET_USE",
    "SERVICES",
    "SKILLS",
    "read_internet_use",
    "read_services",
    "read_skills",
]

INTERNET_USE: dict[str, type[pl.DataType]] = {
    "year": pl.Int64,
    "pruid": pl.String,
    "low": pl.Int64,
    "high": pl.Int64,
    "share": pl.Float64,
}
SERVICES: dict[str, type[pl.DataType]] = {
    "region": pl.String,
    "service": pl.String,
    "low": pl.Int64,
    "high": pl.Int64,
    "quartile": pl.Int64,
    "share": pl.Float64,
    "status": pl.String,
}
SKILLS: dict[str, type[pl.DataType]] = {
    "activity": pl.String,
    "activity_en": pl.String,
    "low": pl.Int64,
    "high": pl.Int64,
    "education": pl.String,
    "share": pl.Float64,
}

_REGIONS = {
    "Canada": "canada",
    "Atlantic provinces": "atlantic",
    "Quebec": "quebec",
    "Ontario": "ontario",
    "Prairie provinces": "prairies",
    "British Columbia": "british_columbia",
}
_SERVICE_CODES = {
    "Have access to the Internet at home": "home_access",
    "Used government services online": "government_services",
    "Have a smartphone for personal use": "smartphone",
    "Have social networking accounts": "social_networks",
    "Shopped online": "online_shopping",
    "Use of a smart home devices in primary residence": "smart_home",
    "Used or purchased music streaming services": "music_streaming",
    "Used or purchased video streaming services": "video_streaming",
}
_QUARTILES = {
    "Total, household income quartiles": "0",
    "Lowest quartile household income": "1",
    "Second quartile household income": "2",
    "Third quartile household income": "3",
    "Highest quartile household income": "4",
}
_EDUCATIONS = {
    "Total, highest certificate, diploma or degree completed": "total",
    "High school or less": "secondary_or_less",
    "College, trade school or some university": "college",
    "Bachelors degree or higher": "bachelor",
}
_ACTIVITIES = {
    "Copied or moved files or folders digitally": "moved_files",
    "Used the Internet to transfer photos or videos from one device to another": "moved_photos",
    "Uploaded files or photos to an online data storage space": "uploaded_files",
    "Shared files using an online data storage space": "shared_files",
    "Downloaded files from the Internet to your computer or other devices": "downloaded_files",
    "Connected a new device to a Wi-Fi network": "connected_wifi",
    "Connected a new device via Bluetooth": "connected_bluetooth",
    "Used your smartphone as a GPS device for directions": "used_gps",
    "Used word processing software": "word_processing",
    "Created presentations, or documents with text and pictures, tables or charts": "presentations",
    "Used spreadsheet software basic functions": "spreadsheet_basic",
    "Used spreadsheet software advanced functions to organize and analyze data": (
        "spreadsheet_advanced"
    ),
    "Used software to edit photos, video or audio files": "edited_media",
    "Written code in a programming language": "wrote_code",
}


def read_internet_use(data: Data = None) -> pl.DataFrame:
    """Read the share of people who use the Internet, by year, province and age.

    Parameters
    ----------
    data : Path, optional
        The data folder; the bundled figures if left out.

    Returns
    -------
    polars.DataFrame
        ``year`` (2018, 2020, 2022), ``pruid`` ("01" is the ten provinces together), ``low``,
        ``high`` [years, both included; null is open; low 15 with high null is the total],
        ``share`` (0 to 1) of people aged 15 and over.

    Examples
    --------
    >>> use = read_internet_use()
    >>> use.filter(year=2018, pruid="01", low=15).rows()
    [(2018, '01', 15, 24, 0.986), (2018, '01', 15, None, 0.913)]
    """
    if data is None:
        return read_figure("internet_use", INTERNET_USE)
    source = "internet_use"
    columns = {"year": "year", "geography": "geography", "age_group": "age", "value": "percent"}
    text = numbers(read_columns(data, source, columns), source, "geography", ["percent"])
    return (
        geography_codes(text, source)
        .with_columns(age_range("low", "age"), age_range("high", "age"), share("percent"))
        .sort("year", "pruid", "low", "high", nulls_last=True)
        .select(pl.col(each).cast(kind) for each, kind in INTERNET_USE.items())
    )


def read_services(data: Data = None) -> pl.DataFrame:
    """Read the share with home access, or using a service, by region, age and income, 2018.

    Parameters
    ----------
    data : Path, optional
        The data folder; the bundled figures if left out.

    Returns
    -------
    polars.DataFrame
        1,200 rows: ``region``, ``service``, ``low``, ``high`` [years, both included; null is
        open; low 15 with high null is the total], ``quartile`` of household income (0 is
        the total), ``share`` (0 to 1; null where suppressed), ``status`` (A; E, use with
        caution; x, suppressed). Labels say Internet users whatever the row measures.

    Examples
    --------
    >>> services = read_services()
    >>> services.filter(region="canada", service="home_access", quartile=0)["share"].to_list()
    [0.996, 0.936, 0.982, 0.955, 0.791]
    """
    if data is None:
        return read_figure("services", SERVICES)
    source = "services_2018"
    columns = {
        "GEO": "region",
        "Type of Internet service and technology": "service",
        "Age group": "age",
        "Household income quartile": "quartile",
        "VALUE": "percent",
        "STATUS": "status",
    }
    table = numbers(read_columns(data, source, columns), source, "service", ["percent"])
    codes = {"region": _REGIONS, "service": _SERVICE_CODES, "quartile": _QUARTILES}
    for column, mapping in codes.items():
        table = recode(table, source, column, mapping)
    return (
        table.with_columns(age_range("low", "age"), age_range("high", "age"), share("percent"))
        .select(pl.col(each).cast(kind) for each, kind in SERVICES.items())
        .sort("region", "service", "low", "high", "quartile", nulls_last=True)
    )


def read_skills(data: Data = None) -> pl.DataFrame:
    """Read the share of Internet users who did each of fourteen activities, 2018.

    Parameters
    ----------
    data : Path, optional
        The data folder; the bundled figures if left out.

    Returns
    -------
    polars.DataFrame
        280 rows: ``activity`` (code), ``activity_en`` (the publisher's words), ``low``,
        ``high`` [years, both included; null is open; low 15 with high null is the total],
        ``education`` (total, secondary_or_less, college, bachelor), ``share`` (0 to 1) of
        Internet users aged 15 and over in the ten provinces; null where not published.

    Examples
    --------
    >>> skills = read_skills()
    >>> skills.filter(activity="moved_files", low=15, education="total")["share"].to_list()
    [0.761, 0.662]
    """
    if data is None:
        return read_figure("skills", SKILLS)
    source = "skills_2018"
    columns = {
        "Activity related to digital skills": "activity_en",
        "Age group": "age",
        "Highest level of education": "education",
        "Value": "percent",
    }
    table = numbers(read_columns(data, source, columns), source, "activity_en", ["percent"])
    table = recode(
        recode(table, source, "education", _EDUCATIONS).with_columns(activity="activity_en"),
        source,
        "activity",
        _ACTIVITIES,
    )
    return (
        table.with_columns(age_range("low", "age"), age_range("high", "age"), share("percent"))
        .select(pl.col(each).cast(kind) for each, kind in SKILLS.items())
        .sort("activity", "low", "high", "education", nulls_last=True)
    )
