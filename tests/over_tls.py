"""PostgreSQL over TLS, as a server elsewhere is reached: what comes by TLS goes on to a server of this machine, what comes
in the clear is turned away and remembered."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer

from psycopg.conninfo import conninfo_to_dict, make_conninfo
from tests.listening import listening

# The first message of who wants TLS (PostgreSQL's documentation, "Message Formats": SSLRequest).
_WANTS_TLS = struct.pack("!ii", 8, 80877103)


@dataclass
class Door:
    """Where it listens, its certificate, and how often somebody came which way."""

    port: int
    cert: Path
    by_tls: list[str] = field(default_factory=list)
    in_clear: list[bytes] = field(default_factory=list)

    def dsn(self, of: str, cert: Path | None = None) -> str:
        """The way to a database of the server, as the how-to writes it."""
        known = conninfo_to_dict(of)
        place = {"host": "127.0.0.1", "port": self.port, "sslmode": "verify-full", "sslrootcert": cert or self.cert}
        return make_conninfo(dbname=known["dbname"], user=known["user"], **place)


@contextmanager
def postgres_over_tls(of: str, pair: tuple[Path, Path]) -> Iterator[Door]:
    """A door to the server of this connection string."""
    known = conninfo_to_dict(of)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*pair)

    class Comes(BaseRequestHandler):
        def handle(self) -> None:
            if (asked := self.request.recv(8)) != _WANTS_TLS:
                door.in_clear.append(asked)
                return
            self.request.sendall(b"S")
            with suppress(OSError), context.wrap_socket(self.request, server_side=True) as here:
                door.by_tls.append(str(here.version()))
                with socket.socket(socket.AF_UNIX) as there:
                    there.connect(f"{known['host']}/.s.PGSQL.{known['port']}")
                    back = threading.Thread(target=_on, args=(there, here), daemon=True)
                    back.start()
                    _on(here, there)
                    back.join()

    class Server(ThreadingTCPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A connection that ends is no error of the test's."""

    server = Server(("127.0.0.1", 0), Comes)
    door = Door(server.server_address[1], pair[0])
    with listening(server):
        yield door


def _on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while said := one.recv(65_536):
            other.sendall(said)
    with suppress(OSError):
        other.shutdown(socket.SHUT_WR)
