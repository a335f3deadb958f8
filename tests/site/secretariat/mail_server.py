"""A mail server on loopback: takes messages, or refuses them as told."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

__all__ = ["MailServer", "mail_server"]


class MailServer(socketserver.ThreadingTCPServer):
    """What came in, and what is refused from now on."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.taken: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.refusal = ""
        """Answer to RCPT if it is not empty."""
        self.hangs_up = False
        """Whether it falls silent after it took the words, before it says so."""

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        self._say("220 loopback")
        while line := self.rfile.readline():
            verb = line.split()[0].upper() if line.split() else b""
            if verb == b"DATA":
                self._say("354 go on")
                self._take()
                if self.server.hangs_up:
                    return
                self._say("250 taken")
            elif verb == b"QUIT":
                self._say("221 good bye")
                return
            elif verb == b"RCPT" and self.server.refusal:
                self._say(self.server.refusal)
            else:
                if verb == b"RCPT":
                    self.server.recipients.append(line.decode().strip())
                self._say("250 ok")

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        read: Any = message_from_bytes(b"".join(lines), policy=policy.default)
        self.server.taken.append(read)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Have Django speak to a server of this test alone."""
    from django.test import override_settings

    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            with override_settings(
                EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
                EMAIL_HOST="127.0.0.1",
                EMAIL_PORT=server.port,
                EMAIL_HOST_USER="",
                EMAIL_HOST_PASSWORD="",
                EMAIL_USE_TLS=False,
                EMAIL_USE_SSL=False,
                EMAIL_TIMEOUT=5,
            ):
                yield server
        finally:
            server.shutdown()
            thread.join(timeout=5)
