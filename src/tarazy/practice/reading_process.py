"""A process of its own that reads one file or text and ends: what hangs or breaks here breaks nothing else.

Run as `python -m tarazy.practice.reading_process WHAT`: the bytes on stdin, one JSON object on stdout, either
{"decision": …} or {"error": code, "params": {…}}. WHAT is `file`, or empty for pasted text: everyone on the
machine sees the arguments of a process, and names of files name people.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from typing import Any

from tarazy.jurimetrics.decision import Decision

READ_SECONDS = 45
CPU_SECONDS = 60  # ends it where the server that would have stopped it was killed itself
MEMORY = 3 * 1024**3


class ReadingFailed(Exception):
    """Nothing could be read; `code` and `params` say why, for the page to phrase."""

    def __init__(self, code: str, params: dict[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params = params or {}


def read_apart(content: bytes, name: str = "", *, seconds: float = READ_SECONDS) -> Decision:
    """Read in a process of its own, at most `seconds` long. Raises `ReadingFailed`.

    Beside the reader's codes there are `not_court`, `too_slow` (the time limit) and `damaged` (the process
    broke).
    """
    command = [sys.executable, "-m", "tarazy.practice.reading_process", "file" if name else ""]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        raise ReadingFailed("too_slow", {"seconds": int(seconds)}) from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise ReadingFailed("damaged") from None
    if "error" in answer:
        raise ReadingFailed(answer["error"], answer["params"])
    return Decision.model_validate(answer["decision"])


def _read(content: bytes, name: str) -> Decision:
    from tarazy.jurimetrics.reading import Unreadable, looks_like_court_act, read_file, read_text
    from tarazy.practice.rules import looks_like_a_court_matter

    if name:
        decision = read_file(content)
    else:
        text = content.decode("utf-8")
        if not text.strip():
            raise Unreadable("empty")
        decision = read_text(text)
    if not looks_like_a_court_matter(decision) and not looks_like_court_act(decision.text)[0]:
        raise ReadingFailed("not_court")
    return decision


def main() -> int:
    """Read stdin, write the answer to stdout."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    from tarazy.jurimetrics.reading import Unreadable

    try:
        decision = _read(sys.stdin.buffer.read(), sys.argv[1] if len(sys.argv) > 1 else "")
        answer: dict[str, Any] = {"decision": decision.model_dump(mode="json")}
    except (Unreadable, ReadingFailed) as fault:
        answer = {"error": fault.code, "params": fault.params}
    except UnicodeDecodeError:
        answer = {"error": "bad_encoding", "params": {}}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
