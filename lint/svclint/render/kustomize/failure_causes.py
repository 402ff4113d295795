"""The cause in an error of kustomize, which wraps it at each kustomization on the way.

Of a resource, kustomize tells why it is neither a file nor a folder that can be built; only one of
the two is the cause. Source: ``accumulateResources`` in kusttarget.go of kustomize.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# kubectl logs it in quotes.
_LOGGED = re.compile(r'"(accumulating resources: .*)"\Z', re.DOTALL)
_STEP = "accumulating resources: "
_ERROR = re.compile(r"\A(?:failed: )?(?:error: )?", re.IGNORECASE)
_BOTH = "accumulation err='"
_NOT_A_FILE, _NOT_A_FOLDER = "must resolve to a file': ", "': must build at directory: "
_BELOW = re.compile(
    r"(?:recursed accumulation of path|couldn't make target for path) '([^'\n]*)': "
)
_LINK = re.compile(r"evalsymlink failure on '[^'\n]*' : ")


class Cause(NamedTuple):
    """Why a build failed, and the folder of the kustomization; empty if it is that of the root."""

    reason: str
    folder: str


def cause_of(error: str) -> Cause | None:
    """Return the innermost cause in an error of kustomize; ``None`` if it wraps none."""
    logged = _LOGGED.search(error)
    reason = _ERROR.sub("", error, count=1) if logged is None else logged[1].replace('\\"', '"')
    text = reason
    folder = ""
    while text.startswith(_STEP):
        text = text.removeprefix(_STEP)
        if not text.startswith(_BOTH):
            break
        not_a_file, is_folder, of_folder = text.partition(_NOT_A_FILE)
        if not is_folder or _NOT_A_FOLDER in not_a_file:
            text = text.removeprefix(_BOTH).partition(_NOT_A_FOLDER)[0]
            break
        below = _BELOW.match(of_folder)
        text = of_folder
        if below is not None:
            folder, text = below[1], of_folder[below.end() :]
    return None if text == reason else Cause(_LINK.sub("", text), folder)
