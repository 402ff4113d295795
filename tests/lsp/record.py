"""Record what Neovim sends to the server while someone edits: ``python -m tests.lsp.record``.

It writes ``recordings/neovim-unix.jsonl`` and ``recordings/neovim-dos.jsonl``: one message a line,
those about the text of one document. With ``relay`` and a file it is what Neovim starts.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import BinaryIO

HERE = Path(__file__).parent
SERVER = [sys.executable, "-m", "svclint", "lsp"]
METHODS = ("textDocument/didOpen", "textDocument/didChange")


def main() -> None:
    """Record both sessions, or relay one."""
    if sys.argv[1:2] == ["relay"]:
        relay(Path(sys.argv[2]))
        return
    for name in ("unix", "dos"):
        with tempfile.TemporaryDirectory() as folder:
            log = Path(folder) / "log"
            command = f"{sys.executable} -m tests.lsp.record relay {log}"
            arguments = ["nvim", "--headless", "--clean", "-n"]
            arguments += ["-c", f"luafile {HERE / 'neovim' / 'typing.lua'}"]
            variables = {"ROOT": folder, "COMMAND": command, "FORMAT": name}
            environment = {**os.environ, **variables, "PYTHONPATH": str(HERE.parents[1])}
            subprocess.run(arguments, env=environment, check=True, timeout=300)
            messages = map(json.loads, log.read_text(encoding="utf-8").splitlines())
            kept = [each for each in messages if each.get("method") in METHODS]
            for each in kept:
                each["params"]["textDocument"]["uri"] = "file:///service.yaml"
            text = "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in kept)
            (HERE / "recordings" / f"neovim-{name}.jsonl").write_text(text, encoding="utf-8")


def relay(log: Path) -> None:
    """Pass everything on to the server, and write the messages of the client to a file."""
    server = subprocess.Popen(SERVER, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert server.stdin is not None
    assert server.stdout is not None
    threading.Thread(target=_pass_on, args=(server.stdout,), daemon=True).start()
    with log.open("a", encoding="utf-8") as stream:
        while True:
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                byte = sys.stdin.buffer.read(1)
                if not byte:
                    server.stdin.close()
                    server.wait()
                    return
                head += byte
            size = next(
                int(line.partition(b":")[2])
                for line in head.split(b"\r\n")
                if line.lower().startswith(b"content-length:")
            )
            body = sys.stdin.buffer.read(size)
            stream.write(body.decode("utf-8") + "\n")
            stream.flush()
            server.stdin.write(head + body)
            server.stdin.flush()


def _pass_on(output: BinaryIO) -> None:
    while chunk := os.read(output.fileno(), 65536):
        sys.stdout.buffer.write(chunk)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
