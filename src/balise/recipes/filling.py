"""Tables of TOML turned into frozen values: unknown keys, missing keys and wrong types."""

import dataclasses
import math
import types
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from balise.vocabulary import RecipeError, nearest, sample

__all__ = ["fill"]

T = TypeVar("T")


def fill(kind: type[T], table: Mapping[str, object], where: str, folder: Path) -> T:
    """Turn a table into a frozen dataclass, key by key.

    Parameters
    ----------
    kind : type
        The dataclass; its attribute names are the keys known, its types what each holds.
    table : mapping
        As read from TOML.
    where : str
        File and key, for messages.
    folder : Path
        Where files named in the table are looked for.

    Raises
    ------
    RecipeError
        If a key is unknown or missing, or a value has another type.
    """
    hints = get_type_hints(kind)
    known = {field.name: field for field in dataclasses.fields(kind)}  # type: ignore[arg-type]
    _refuse_unknown(table, tuple(known), where)
    _refuse_missing(table, known, where)
    values = {
        key: _value(hints[key], value, _place(where, key), folder) for key, value in table.items()
    }
    return kind(**values)


def _place(where: str, key: str) -> str:
    return f"{where}.{key}" if ", " in where else f"{where}, {key}"


def _refuse_unknown(table: Mapping[str, object], known: tuple[str, ...], where: str) -> None:
    for key in table:
        if key not in known:
            raise RecipeError(
                f"{where}: found the unknown key {key!r}. "
                f"Expected only {', '.join(known)}. {nearest(key, known)}"
            )


def _refuse_missing(
    table: Mapping[str, object], known: Mapping[str, dataclasses.Field[Any]], where: str
) -> None:
    required = [
        name
        for name, field in known.items()
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    ]
    missing = [name for name in required if name not in table]
    if missing:
        raise RecipeError(
            f"{where}: found no value for {sample(missing)}. "
            f"Expected every one of {', '.join(required)}. "
            'Add them, or begin the file with extends = "common" to take the usual choices.'
        )


def _value(hint: Any, value: object, where: str, folder: Path) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _value(get_args(hint)[0], value, where, folder)
    if origin is tuple:
        items = _typed(value, list, "a list", where)
        inner = get_args(hint)[0]
        return tuple(_value(inner, each, where, folder) for each in items)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        table = _typed(value, dict, "a table of keys and values", where)
        inner = get_args(hint)[1]
        return {key: _value(inner, each, _place(where, key), folder) for key, each in table.items()}
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        table = _typed(value, dict, "a table of keys and values", where)
        return fill(hint, table, where, folder)
    if hint is Path:
        return _file(_text(value, where), where, folder)
    return _SCALARS[hint](value, where)


def _typed(value: object, kind: type[T], expected: str, where: str) -> T:
    if not isinstance(value, kind):
        raise _wrong(value, expected, where)
    return value


def _wrong(value: object, expected: str, where: str) -> RecipeError:
    return RecipeError(
        f"{where}: found {value!r}, {_kind(value)}. Expected {expected}. "
        "Change it in the recipe file."
    )


def _kind(value: object) -> str:
    names = {bool: "true or false", str: "text", list: "a list", dict: "a table"}
    return names.get(type(value), "a number" if isinstance(value, int | float) else "a date")


def _text(value: object, where: str) -> str:
    return _typed(value, str, 'text between quotes ("...")', where)


def _integer(value: object, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong(value, "a whole number", where)
    return value


def _number(value: object, where: str) -> float:
    """Read a number; a fraction such as "1/3" is text, as TOML has no other way."""
    if isinstance(value, str):
        try:
            return float(Fraction(value))
        except (ValueError, ZeroDivisionError) as error:
            raise _wrong(value, 'a number, or a fraction such as "1/3"', where) from error
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _wrong(value, 'a finite number, or a fraction such as "1/3"', where)
    return float(value)


def _file(name: str, where: str, folder: Path) -> Path:
    path = folder / name
    if not path.is_file():
        raise RecipeError(
            f"{where}: found no file {name!r} beside the recipe. "
            "Expected the path of a file, from the recipe's own folder. "
            "Put the file there, or correct the path."
        )
    return path


_SCALARS: dict[Any, Callable[[object, str], Any]] = {
    str: _text,
    int: _integer,
    float: _number,
}
