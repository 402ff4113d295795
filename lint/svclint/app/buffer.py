"""Check a text from standard input in the place of its file, with what is around that."""

from __future__ import annotations

import os

from svclint.app.check_run import CheckRun
from svclint.app.errors import RequestError
from svclint.app.input_files import without_excluded
from svclint.app.outcome import Outcome
from svclint.app.requests import CheckRequest
from svclint.source.files import STDIN, ReadError, Rendered, read_file
from svclint.source.paths import real_path


def require_buffer(request: CheckRequest) -> None:
    """Raise ``RequestError`` for what contradicts a text that stands for a file."""
    if request.paths != (STDIN,):
        raise RequestError("--stdin-filename names the file of standard input: its path is -")
    if request.fix or request.changed_since or request.kustomize or request.helm:
        raise RequestError(
            "--stdin-filename reports on one text: use it without --fix, --diff, --changed-since, "
            "--kustomize and --helm"
        )


def buffer_outcome(check_run: CheckRun) -> Outcome:
    """Return what is found in a text of standard input, as the content of the file it names.

    The other files are those of ``among``, else of the current folder or, if the file is not in
    it, those of its own. Nothing is found in a file that no run of these folders reads.
    """
    request = check_run.request
    name = request.stdin_filename
    raw = read_file(STDIN, request.max_file_size, may_be_empty=True)
    if isinstance(raw, ReadError):
        return Outcome(errors=[raw._replace(file=name)])
    around = request.among or (_folder_around(name),)
    if not without_excluded((name,), around, check_run.context.given):
        return Outcome()
    own = real_path(name)
    others = [file for file in check_run.files(around) if real_path(file) != own]
    outcome = check_run.check_paths_uncached(others, [Rendered(name, raw)])
    return _only(outcome, name)


def _folder_around(name: str) -> str:
    inside = os.path.relpath(real_path(name), os.path.realpath(os.curdir))
    return os.path.dirname(name) or os.curdir if inside.startswith(os.pardir) else os.curdir


def _only(outcome: Outcome, name: str) -> Outcome:
    """Return what an outcome says of one file."""
    return Outcome(
        [each for each in outcome.findings if each.location.file == name],
        [each for each in outcome.suppressed if each.finding.location.file == name],
        [each for each in outcome.errors if each.file in ("", name)],
        {file: counts for file, counts in outcome.files.items() if file == name},
        outcome.extended,
    )
