"""Groups of people written as expressions, such as ``age >= 75 and education == 'none'``.

An expression compares age, education, income_quartile or area_type with values, and
joins comparisons by ``and``, ``or``, ``not`` and parentheses. It is parsed, checked node
by node against that short list, and never run.
"""

import ast
import operator
import warnings
from collections.abc import Callable
from functools import reduce
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from balise.vocabulary import AGES, AREA_TYPES, CELLS, EDUCATIONS, RecipeError, nearest

__all__ = ["VARIABLES", "cells"]

VARIABLES = ("age", "education", "income_quartile", "area_type")

Members: TypeAlias = npt.NDArray[np.bool_]

_LONGEST = 1000
_OLDEST = 125
_EDUCATION_CODES = tuple(each.code for each in EDUCATIONS)
_AREA_CODES = tuple(each.code for each in AREA_TYPES)
_SHAPE = (len(AREA_TYPES), len(CELLS))
_ORDERED: dict[type[ast.cmpop], Callable[[int, int], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_MIRRORED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.Gt,
    ast.LtE: ast.GtE,
    ast.Gt: ast.Lt,
    ast.GtE: ast.LtE,
}
_NEXT = "Write for instance: age >= 75 and education == 'none'"


def cells(expression: str) -> Members:
    """Find the person types an expression describes, in each area type.

    Parameters
    ----------
    expression : str
        Comparisons over age [years], education (none < secondary < college < bachelor),
        income_quartile (1, the lowest, to 4) and area_type.

    Returns
    -------
    array of bool, shape (3, 112)
        True where the people of that area type (in the order of AREA_TYPES) and person
        type (in the order of CELLS) belong to the group.

    Raises
    ------
    RecipeError
        If the expression is not of that form, or cuts inside a band of ages.

    Examples
    --------
    >>> int(cells("age >= 75 and education == 'none'")[0].sum())
    4
    >>> bool(cells("area_type == 'rural' or income_quartile <= 2")[1, -1])
    False
    """
    return _evaluate(_parsed(expression), expression)


def _parsed(expression: str) -> ast.expr:
    if len(expression) > _LONGEST:
        raise RecipeError(
            f"Expression beginning {expression[:30]!r}: found {len(expression):,} characters. "
            f"Expected at most {_LONGEST:,}. Split it into several groups."
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return ast.parse(expression.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError, Warning) as error:
        reason = error.msg if isinstance(error, SyntaxError) else "it cannot be parsed"
        raise RecipeError(
            f"Expression {expression!r}: found something unreadable ({reason}). "
            f"Expected comparisons over {', '.join(VARIABLES)} joined by and, or, not. {_NEXT}"
        ) from error


def _refused(node: ast.AST, expression: str) -> RecipeError:
    part = ast.get_source_segment(expression.strip(), node) or type(node).__name__
    return RecipeError(
        f"Expression {expression!r}: found {part!r}. Expected only comparisons over "
        f"{', '.join(VARIABLES)} joined by and, or, not. {_NEXT}"
    )


def _evaluate(node: ast.expr, expression: str) -> Members:
    if isinstance(node, ast.BoolOp):
        parts = (_evaluate(value, expression) for value in node.values)
        return reduce(operator.and_ if isinstance(node.op, ast.And) else operator.or_, parts)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return ~_evaluate(node.operand, expression)
    if isinstance(node, ast.Compare):
        operands = [node.left, *node.comparators]
        pairs = zip(operands, node.ops, operands[1:], strict=False)
        links = (_link(left, op, right, expression) for left, op, right in pairs)
        return reduce(operator.and_, links)
    raise _refused(node, expression)


def _link(left: ast.expr, op: ast.cmpop, right: ast.expr, expression: str) -> Members:
    """Evaluate one comparison of a variable with a value, whichever side it stands on."""
    kind = type(op)
    if isinstance(right, ast.Name) and not isinstance(left, ast.Name):
        if kind in (ast.In, ast.NotIn):
            raise _refused(right, expression)
        left, right, kind = right, left, _MIRRORED.get(kind, kind)
    if not isinstance(left, ast.Name):
        raise _refused(left, expression)
    variable = left.id
    if variable not in VARIABLES:
        raise RecipeError(
            f"Expression {expression!r}: found the name {variable!r}. Expected one of "
            f"{', '.join(VARIABLES)}. {nearest(variable, VARIABLES)} Text goes between quotes."
        )
    if kind in (ast.In, ast.NotIn):
        return _contained(variable, right, kind is ast.NotIn, expression)
    if kind not in _ORDERED:
        raise _refused(right, expression)
    return _compared(variable, kind, right, expression)


def _contained(variable: str, node: ast.expr, negated: bool, expression: str) -> Members:
    if not isinstance(node, ast.List | ast.Tuple | ast.Set) or not node.elts:
        raise _refused(node, expression)
    found = (_compared(variable, ast.Eq, each, expression) for each in node.elts)
    members = reduce(operator.or_, found)
    return ~members if negated else members


def _compared(variable: str, kind: type[ast.cmpop], node: ast.expr, expression: str) -> Members:
    value = _constant(node, expression)
    compare = _ORDERED[kind]
    if variable == "age":
        bands = _bands(compare, _whole(value, "age", expression), expression)
        return _spread([bands[cell.age] for cell in CELLS])
    if variable == "income_quartile":
        quartile = _whole(value, "income_quartile", expression)
        _known(quartile, (1, 2, 3, 4), variable, expression)
        return _spread([compare(cell.quartile + 1, quartile) for cell in CELLS])
    if variable == "education":
        _known(value, _EDUCATION_CODES, variable, expression)
        place = _EDUCATION_CODES.index(str(value))
        return _spread([compare(cell.education, place) for cell in CELLS])
    _known(value, _AREA_CODES, variable, expression)
    if kind not in (ast.Eq, ast.NotEq):
        raise RecipeError(
            f"Expression {expression!r}: found area types put in an order. "
            "Expected area_type with == or != or in, as no type is above another. "
            "Write for instance: area_type in ['rural', 'other_urban']"
        )
    column = np.array([compare(each, _AREA_CODES.index(str(value))) for each in range(3)])
    return np.broadcast_to(column[:, None], _SHAPE).copy()


def _spread(row: list[bool]) -> Members:
    return np.broadcast_to(np.array(row, dtype=np.bool_), _SHAPE).copy()


def _constant(node: ast.expr, expression: str) -> object:
    if not isinstance(node, ast.Constant) or type(node.value) not in (int, str):
        raise _refused(node, expression)
    return node.value


def _whole(value: object, variable: str, expression: str) -> int:
    if not isinstance(value, int):
        raise RecipeError(
            f"Expression {expression!r}: found {variable} compared with {value!r}. "
            "Expected a whole number, without quotes. Write for instance: age >= 75"
        )
    return value


def _known(value: object, known: tuple[object, ...], variable: str, expression: str) -> None:
    if value not in known:
        names = [str(each) for each in known]
        raise RecipeError(
            f"Expression {expression!r}: found {variable} compared with {value!r}. "
            f"Expected one of {', '.join(map(repr, known))}. {nearest(str(value), names)}"
        )


def _bands(compare: Callable[[int, int], bool], bound: int, expression: str) -> list[bool]:
    """Compare each band of ages as a whole; a bound inside a band is refused."""
    verdicts = []
    for band in AGES:
        high = _OLDEST if band.high is None else band.high
        found = {compare(age, bound) for age in range(band.low, high + 1)}
        if len(found) == 2:
            edges = ", ".join(str(each.low) for each in AGES)
            raise RecipeError(
                f"Expression {expression!r}: found a comparison with {bound} years, which cuts "
                f"inside the band {band.code}. Expected bands kept whole; they begin at {edges}. "
                f"Compare with one of these, such as age >= {band.low} or age < {band.low}."
            )
        verdicts.append(found.pop())
    return verdicts
