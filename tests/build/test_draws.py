"""Draws of a build are told apart by what they depend on."""

import numpy as np

from balise.build.draws import _key


def test_what_draws_depend_on_is_digested_however_large() -> None:
    large = np.arange(100_000.0).reshape(250, 400)
    same = (large.copy(), np.asfortranarray(large))
    assert _key((large, np.asfortranarray(large)), []) == _key(same, [])
    assert _key((large + 1, np.asfortranarray(large)), []) != _key(same, [])
