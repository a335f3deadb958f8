"""What every verb ends with: a code, and JSON where it is asked for."""

import json
from typing import Final

__all__ = ["DONE", "FAILED", "print_json"]

DONE: Final = 0
FAILED: Final = 1


def print_json(content: object) -> int:
    """Print a value as JSON, with paths and dates as text."""
    print(json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False, default=str))
    return DONE
