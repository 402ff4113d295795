"""Record the answers of a real kube-apiserver 1.36.2 to CEL expressions.

Needs ``KUBEBUILDER_ASSETS`` with kube-apiserver and etcd.
``python tests/conformance/record_expressions.py [FILE]`` regenerates ``data/expressions.jsonl.gz``
from its own expressions and those in FILE, one per line. Recorded are the reason why a policy with
the expression is rejected, its value, or its error; for a line that begins with ``cost:`` also its
cost, which is found by adding a known cost until the limit is exceeded.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.conformance.answers import read_answers, write_answers
from tests.conformance.expressions import (
    API,
    CIDR,
    LIMIT,
    SERVICE,
    binding,
    costly,
    policy,
    prefix,
    telling,
)
from tests.live.control_plane import ApiServer, start_apiserver

TARGET = Path(__file__).parent / "data" / "expressions.jsonl.gz"
POLICIES = f"/apis/{API}/validatingadmissionpolicies"
BINDINGS = POLICIES.replace("policies", "policybindings")
READY = {"expression": "false", "message": "ready"}
# Policies take effect after a second, however many are created.
AT_ONCE = 40
# The server truncates warnings, to about twice this, if their total is too long.
IN_ONE, _SHORT = 10, 128
# The start of the search; most expressions cost less.
_MANY = 64
_NUMBERS = count()


def main() -> None:
    """Evaluate all expressions on a server, and write the answers."""
    asked = dict.fromkeys(_known())
    if len(sys.argv) > 1:
        asked.update(dict.fromkeys(Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()))
    costs = [line.removeprefix("cost:").strip() for line in asked if line.startswith("cost:")]
    others = [line for line in asked if not line.startswith("cost:")]
    with start_apiserver(service_cidr=CIDR) as server:
        issues = {each: _issues(server, each) for each in others}
        said = _said(server, [each for each in others if not issues[each]], IN_ONE)
        written = [
            {"expression": each, "issues": issues[each]}
            if issues[each]
            else {"expression": each, "says": said[each]}
            for each in others
            if issues[each] or each in said
        ]
        write_answers(TARGET, written)
        costs = [each for each in costs if _compiles(server, costly(each, LIMIT)["expression"])]
        spent = _spent(server, costs)
        with_costs = ({"expression": each, "cost": spent[each]} for each in costs)
        write_answers(TARGET, [*written, *with_costs])


def _known() -> Iterator[str]:
    if TARGET.exists():
        for row in read_answers(TARGET):
            yield ("cost: " if "cost" in row else "") + row["expression"]


def _issues(server: ApiServer, expression: str) -> list[str]:
    asked = policy("asked", [{"expression": f"[{expression}].size() == 0"}])
    answer = server.request("POST", f"{POLICIES}?dryRun=All", asked)
    if answer.status == 201:
        return []
    causes = (answer.body.get("details") or {}).get("causes") or []
    return sorted(text for cause in causes for text in _texts(cause["message"]))


def _compiles(server: ApiServer, expression: str) -> bool:
    issues = _issues(server, expression)
    if issues:
        print(f"left out: {expression}: {issues}")
    return not issues


def _said(server: ApiServer, expressions: list[str], size: int) -> dict[str, str]:
    """Return the value of each; skip those that the server cannot send (control characters)."""
    groups = [expressions[begin : begin + size] for begin in range(0, len(expressions), size)]
    found: dict[str, str] = {}
    again: list[str] = []
    told = _warnings(server, [[telling(each) for each in group] for group in groups])
    for group, texts in zip(groups, told, strict=True):
        is_whole = size == 1 or all(len(text) < _SHORT for text in texts)
        if len(texts) == len(group) and is_whole:
            found.update(zip(group, texts, strict=True))
        elif len(group) > 1:
            again += group
        else:
            print(f"left out: {group[0]}: {texts}")
    return {**found, **(_said(server, again, 1) if again else {})}


def _texts(message: str) -> list[str]:
    """Return the issues of the compiler in a cause, without positions and source excerpts."""
    kinds = "compilation failed: |must evaluate|program instantiation"
    message = re.sub(rf"^Invalid value: .*?(?={kinds})", "", message, flags=re.DOTALL)
    head, *parts = message.split("ERROR: ")
    texts = [re.sub(r"^<input>:\d+:-?\d+: ", "", part).split("\n |")[0] for part in parts]
    return [head + text for text in texts] or [message]


def _spent(server: ApiServer, expressions: list[str]) -> dict[str, int]:
    """Determine the cost of all expressions with one binary search."""
    bounds = dict.fromkeys(expressions, (0, _MANY))
    while unsure := [each for each, (low, high) in bounds.items() if high > low]:
        tried = {each: _between(*bounds[each]) for each in unsure}
        told = _warnings(
            server, [[costly(each, LIMIT - cost) for cost in tried[each]] for each in unsure]
        )
        for each, texts in zip(unsure, told, strict=True):
            low, high = bounds[each]
            # It costs more than ``cost`` if it exceeds the limit together with the rest.
            over = sum("cost limit" in text for text in texts)
            assert over == len(texts), (each, texts)
            if over == len(tried[each]):
                bounds[each] = (high + 1, high * _MANY)
            else:
                bounds[each] = (tried[each][over - 1] + 1 if over else low, tried[each][over])
    return {each: low for each, (low, _) in bounds.items()}


def _between(low: int, high: int) -> list[int]:
    return [*range(low, high, -(-(high - low) // 8)), high]


def _warnings(server: ApiServer, asked: list[list[dict[str, Any]]]) -> list[list[str]]:
    """Create policies, wait until they take effect, and return the warnings of each."""
    found: list[list[str]] = []
    for begin in range(0, len(asked), AT_ONCE):
        names = [_make(server, each) for each in asked[begin : begin + AT_ONCE]]
        found += [_ask(server, name) for name in names]
        for name in names:
            server.request("DELETE", f"{BINDINGS}/{name}")
            server.request("DELETE", f"{POLICIES}/{name}")
        print(f"{len(found)} of {len(asked)}", flush=True)
    return found


def _make(server: ApiServer, validations: list[dict[str, Any]]) -> str:
    """Create a policy that matches only requests with its own name; return the name."""
    name = f"asked-{next(_NUMBERS)}"
    made = policy(name, [*validations, READY])
    manager = f"request.options.?fieldManager.orValue('') == '{name}'"
    made["spec"]["matchConditions"] = [{"name": "mine", "expression": manager}]
    answer = server.request("POST", POLICIES, made)
    assert answer.status == 201, answer.body
    server.request("POST", BINDINGS, binding(name))
    return name


def _ask(server: ApiServer, name: str) -> list[str]:
    url = f"/api/v1/namespaces/default/services?dryRun=All&fieldManager={name}"
    told: list[str] = []
    for _ in range(400):
        sent = server.request("POST", url, SERVICE).warnings
        said = [text.encode("latin-1").decode() for text in sent]
        told = [text.removeprefix(prefix(name)) for text in said if prefix(name) in text]
        if "ready" in told:
            break
        time.sleep(0.05)
    return [text for text in told if text != "ready"]


if __name__ == "__main__":
    main()
