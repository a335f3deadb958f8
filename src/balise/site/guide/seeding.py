"""The first inventory, as the package brings it: loaded once into an empty Guide."""

from pathlib import Path

__all__ = ["SEED", "load_seed"]

SEED = Path(__file__).resolve().parent / "seed"


def load_seed() -> int:
    """Load the projects of the package, unless the Guide holds some.

    Returns
    -------
    int
        How many projects the Guide holds.
    """
    from balise.site.guide.models import Record

    records = SEED / "records.yaml"
    if records.exists() and not Record.objects.exists():
        from balise.site.guide.importing import import_file

        import_file(records)
    return int(Record.objects.count())
