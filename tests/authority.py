"""A time-stamping authority of our own: certificates and tokens by ``openssl``, over HTTP on this machine alone."""

import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

CONFIG: Final = """\
[ req ]
distinguished_name = dn
prompt = no
[ dn ]
CN = unused
[ ca ]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
[ signer ]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[ tsa ]
default_tsa = ours
[ ours ]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
"""

STATUS: Final = {"refusing": 500, "moved": 302}


class Authority:
    """Certificates and keys in a folder, and the tokens that they sign."""

    def __init__(self, folder: Path, name: str = "ours") -> None:
        folder.mkdir(parents=True)
        self.folder, self.name = folder, name
        self.chain = folder / "root.pem"
        (folder / "config").write_text(CONFIG)
        (folder / "serial").write_text("01\n")
        self._busy = threading.Lock()
        key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
        self._run("req", "-x509", "-config", "config", "-extensions", "ca", *key, "-keyout", "root.key",
                  "-out", "root.pem", "-days", "30", "-subj", f"/CN={name} root")  # fmt: skip
        self._run("req", "-new", "-config", "config", *key, "-keyout", "signer.key", "-out", "signer.csr",
                  "-subj", f"/CN={name} signer")  # fmt: skip
        self._run("x509", "-req", "-in", "signer.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial",
                  "-extfile", "config", "-extensions", "signer", "-days", "30", "-out", "signer.pem")  # fmt: skip

    def reply(self, query: bytes) -> bytes:
        """Answer a request as ``openssl ts -reply`` does."""
        with self._busy:
            (self.folder / "query").write_bytes(query)
            self._run("ts", "-reply", "-config", "config", "-queryfile", "query", "-signer", "signer.pem",
                      "-inkey", "signer.key", "-out", "reply")  # fmt: skip
            return (self.folder / "reply").read_bytes()

    def _run(self, *arguments: str) -> None:
        subprocess.run(["openssl", *arguments], check=True, capture_output=True, cwd=self.folder)


@contextmanager
def served(authority: Authority, mode: str = "good") -> Iterator[str]:
    """Serve an authority, or one that fails in a named way, and yield its address."""
    quiet = threading.Event()
    answers: dict[str, Callable[[bytes], bytes]] = {
        "good": authority.reply,
        "refusing": lambda _: b"",
        "moved": lambda _: b"",
        "talking": lambda _: b"<html>Please pay first</html>",
        "endless": lambda _: b"\x30" * 2**20,
        "stale": lambda _: (authority.folder / "reply").read_bytes(),
        "silent": lambda _: b"late" * quiet.wait(30),
    }

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            body = answers[mode](query)
            self.send_response(STATUS.get(mode, 200))
            if mode == "moved":
                self.send_header("Location", "http://127.0.0.1:9/")
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(ConnectionError):  # whoever asked may have heard enough
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/tsr"
    finally:
        quiet.set()
        server.shutdown()
        server.server_close()
        thread.join()
