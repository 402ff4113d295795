"""JSON texts of others, read as Go reads them: of bounded depth, and without half characters."""

from __future__ import annotations

import json
import re
from typing import Any

# Deeper texts are refused, so that recursion over data never exhausts the stack: Python allows
# 1000 calls, and some code needs several for each level. No manifest is nearly as deep.
MAX_DEPTH = 128
TOO_DEEP = f"nested more than {MAX_DEPTH} levels deep"
# Half of a pair, as an escape or as it is.
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]|[\ud800-\udfff]")


class TooDeepError(ValueError):
    """A value is nested too deeply."""


def read_json(text: str | bytes, most: int = MAX_DEPTH) -> Any:
    """Return the value of a text; what no UTF-8 can contain becomes U+FFFD.

    Raises ``ValueError`` for what is not JSON, and ``TooDeepError``.
    """
    written = text if isinstance(text, str) else text.decode("utf-8", "replace")
    try:
        value = json.loads(written)
        if _SURROGATE.search(written):
            pairs = json.dumps(value, ensure_ascii=False).encode("utf-16-le", "surrogatepass")
            value = json.loads(pairs.decode("utf-16-le", "replace"))
    except RecursionError:
        raise TooDeepError(TOO_DEEP) from None
    if is_deeper(value, most):
        raise TooDeepError(TOO_DEEP)
    return value


def is_deeper(value: Any, most: int = MAX_DEPTH) -> bool:
    """Return whether a value has more levels of mappings and lists."""
    level = [value] if isinstance(value, (dict, list)) else []
    for _ in range(most):
        level = [
            child
            for each in level
            for child in (each.values() if isinstance(each, dict) else each)
            if isinstance(child, (dict, list))
        ]
        if not level:
            return False
    return True
