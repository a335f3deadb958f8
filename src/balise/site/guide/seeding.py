"""The first inventory, as the package brings it: loaded once into an empty Guide."""

from pathlib import Path

__all__ = ["SEED", "load_seed"]

SEED = Path(__file__).resolve().parent / "seed"


def load_seed() -> int:
    """Load the projects, plays, resources and collections of the package where there are none.

    Returns
    -------
    int
        How many projects the Guide holds.
    """
    from balise.site.guide.models import Record
    from balise.site.guide.seed_texts import load_texts

    records = SEED / "records.yaml"
    if records.exists() and not Record.objects.exists():
        from balise.site.guide.importing import import_file

        import_file(records)
    load_texts(SEED)
    return int(Record.objects.count())
