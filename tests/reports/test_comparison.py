"""What moved between two releases is told in both languages."""

import pytest

from balise.release import Comparison, compare_releases, read_release
from balise.reports import comparison_text
from balise.vocabulary import BaliseError
from tests.release.invented import invented_release


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    place = tmp_path_factory.mktemp("releases")
    old = read_release(invented_release(place / "old"))
    return compare_releases(old, read_release(invented_release(place / "new", harder=0.1)))


def test_headings_are_in_the_language_asked_for(moved: Comparison) -> None:
    english, french = (comparison_text(moved, each) for each in ("en", "fr"))
    assert "old        new       move     people  behaviour   rounding  area" in english
    assert "ancien    nouveau  variation population   comport.    arrondi  région" in french
    assert "Areas in the new release only: 0" in english
    assert "Régions dans la nouvelle diffusion seulement : 0" in french


def test_areas_are_named_in_the_language_asked_for(moved: Comparison) -> None:
    lines = comparison_text(moved, "fr").splitlines()
    assert any(line.endswith("Nouveau-Brunswick (pr)") for line in lines)
    with pytest.raises(BaliseError, match="not written in 'de'"):
        comparison_text(moved, "de")
