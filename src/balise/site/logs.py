"""What the log of the site does not say: secrets that stand in addresses."""

import logging
import re

__all__ = ["WithoutSecrets"]

_SECRET = re.compile(
    r"(/(?:drafts|consultations|confirmations|questions/answer|kept"
    r"|password_reset/confirm/[^/\s]+)/)[^/\s?]+"
)


class WithoutSecrets(logging.Filter):
    """Takes the secrets of private links out of the addresses that a line tells."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the line, and let it pass."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                _SECRET.sub(r"\1…", each) if isinstance(each, str) else each for each in record.args
            )
        return True
