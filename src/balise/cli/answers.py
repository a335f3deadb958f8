"""What every verb ends with: a code, and JSON where it is asked for."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from balise.release import Finding

__all__ = ["DONE", "FAILED", "print_findings", "print_json"]

DONE: Final = 0
FAILED: Final = 1


def print_json(content: object) -> int:
    """Print a value as JSON, with paths and dates as text."""
    print(json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False, default=str))
    return DONE


def print_findings(kind: str, folder: Path, findings: "Sequence[Finding]", *, as_json: bool) -> int:
    """Print what was checked in a folder of that kind; give the code of the verb."""
    from balise.release import failures

    failed = failures(findings)
    if as_json:
        listed = [asdict(each) for each in findings]
        print_json({kind: folder, "failed": len(failed), "findings": listed})
    else:
        for each in findings:
            print(f"{each.verdict.replace('_', ' '):8} {each.name}: {each.detail}")
        print(f"{folder}: {len(failed)} of {len(findings)} checks not met.")
    return FAILED if failed else DONE
