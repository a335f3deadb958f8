"""Synthetic persons as rows, written beside the release they belong to."""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from balise import index, release
from balise.build.blocks import run_blocks
from balise.build.jobs import How, Job
from balise.build.model import Model
from balise.build.person_blocks import Drawing, block_tasks, draw_block, person_drawing
from balise.recipes import Recipe
from balise.vocabulary import ReleaseError

__all__ = ["prepare_persons", "refuse_people", "write_persons"]

Results = Mapping[str, npt.NDArray[Any]]
Parts = Generator[release.PersonsPart, None, None]

_STATED: Final = (
    "seed",
    "recipe",
    "recipe_name",
    "sources",
    "code_version",
    "python",
    "packages",
    "random_seed",
    "years",
    "weights",
    "parameters",
    "licence",
    "citation",
)
_TITLE: Final = {
    "en": "Synthetic persons aged 16 and over",
    "fr": "Personnes synthétiques de 16 ans et plus",
}
_NOTE: Final = {
    "en": "These are synthetic persons, drawn from a model so that they add up to the people it "
    "puts in each area: nobody is described, and no row is the record of anybody. Dimensions are "
    "those expected of a type of person. Averages over few persons mean little: publish none "
    "under the threshold of people of the recipe.",
    "fr": "Ce sont des personnes synthétiques, tirées d'un modèle de façon que leur somme soit "
    "celle des personnes qu'il place dans chaque région : personne n'y est décrit, et aucune ligne "
    "n'est l'enregistrement de qui que ce soit. Les dimensions sont celles qu'on attend d'un type "
    "de personne. Une moyenne de quelques personnes ne veut rien dire : n'en publiez aucune sous "
    "le seuil de personnes de la recette.",
}


def refuse_people(folder: Path, out: Path, *, replace: bool) -> None:
    """Refuse a folder of persons that is taken, or that meets the release.

    Raises
    ------
    ReleaseError
        With what was found; nothing is touched.
    """
    people, own = folder.resolve(), out.resolve()
    if people == own or people in own.parents or own in people.parents:
        raise ReleaseError(
            f"Persons and release: found the folders {folder} and {out}, one in the other. "
            "Expected two folders apart, for each is written and replaced whole. "
            "Name another folder after --people."
        )
    release.refuse_occupied_persons(folder, replace=replace)


def prepare_persons(
    recipe: Recipe, model: Model, folder: Path, tell: Callable[[str], None]
) -> Drawing:
    """Count the persons to be drawn, and refuse a disk with too little room for them.

    Raises
    ------
    ReleaseError
        With the room found and expected; nothing is written.
    """
    drawing = person_drawing(recipe, model)
    room = release.refuse_no_room(folder, drawing.persons)
    tell(f"{drawing.persons:,} synthetic persons will take at most {room / 1e6:,.0f} MB")
    return drawing


@contextmanager
def write_persons(
    drawing: Drawing,
    record: Mapping[str, object],
    folder: Path,
    how: How,
    tell: Callable[[str], None],
    *,
    replace: bool = False,
) -> Iterator[int]:
    """Write persons beside their folder; put them in place when the block ends well.

    The release is written inside the block: if persons fail there is no release, and if
    the release fails there are no persons. Blocks are not kept for a later run: drawing
    them again takes less than a minute, keeping them as much room again.

    Parameters
    ----------
    drawing : Drawing
    record : mapping
        Of the release they belong to.
    folder : Path
    how : How
        Who works the blocks; the bytes do not depend on it.
    tell : callable
        Told what is being done.
    replace : bool
        Put them in the place of persons that are already there.

    Yields
    ------
    int
        Persons written.

    Raises
    ------
    ReleaseError
        If the folder is taken, or the disk has too little room.
    """
    release.refuse_no_room(folder, drawing.persons)
    tell(f"drawing {drawing.persons:,} synthetic persons to {folder}")
    stated = {
        **{key: record[key] for key in _STATED if key in record},
        "kind": "index",
        "title": _TITLE,
        "note": _NOTE,
        "streams": {"persons": index.STREAMS["persons"]},
    }
    persons = release.Persons(release.INDEX_PERSONS, drawing.areas(), drawing.types, stated)
    job = Job("persons", drawing.digest(), draw_block, drawing, block_tasks(drawing))
    with (
        closing(_parts(drawing, run_blocks(job, how, None, tell))) as parts,
        release.persons_beside(folder, persons, parts, replace=replace) as rows,
    ):
        yield rows


def _parts(drawing: Drawing, blocks: Iterable[Results]) -> Parts:
    """Take the files of each block apart."""
    for block in blocks:
        ends = np.cumsum(block["sizes"])
        for size, end, rows, place in zip(
            block["sizes"], ends, block["rows"], block["province"], strict=True
        ):
            content = block["content"][int(end) - int(size) : int(end)].tobytes()
            yield release.PersonsPart(drawing.partitions[int(place)], content, int(rows))
