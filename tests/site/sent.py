"""Files sent to the page of own places, and what comes back."""

import csv
import re
from io import StringIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

__all__ = ["areas", "carried", "send", "table"]


def send(client: Any, lang: str, kind: str, name: str, content: bytes, **more: str) -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(f"/{lang}/places/", {"kind": kind, "file": file, **more})


def areas(client: Any, lang: str, *rows: str) -> Any:
    return send(client, lang, "areas", "a.csv", ("id,region\n" + "\n".join(rows)).encode())


def carried(response: Any) -> str:
    found = re.search(r'name="result" value="([^"]+)"', response.content.decode())
    assert found
    return found[1]


def table(client: Any, response: Any, lang: str = "en") -> list[dict[str, str]]:
    answer = client.post(f"/{lang}/places/result/", {"do": "csv", "result": carried(response)})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
