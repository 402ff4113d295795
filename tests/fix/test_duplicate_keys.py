"""The fix of a duplicate key removes what kubectl ignores, but no contents that differ."""

from __future__ import annotations

from svclint.rule.registry import select_rules

from tests.fix.fixing import fix


def test_a_key_written_twice_in_what_is_written_twice_goes_with_it() -> None:
    start, names = "apiVersion: v1\nkind: Service\n", "metadata:\n  name: api\n  name: api\n"
    rest = "spec:\n  selector: {app: web}\n  ports:\n  - port: 80\n"
    done = fix(start + names + rest + names, rules=select_rules(["validity"], []), unsafe=True)
    assert done.text == start + rest + "metadata:\n  name: api\n"


def test_a_mapping_that_differs_from_the_last_is_not_removed() -> None:
    start, names = "apiVersion: v1\nkind: Service\n", "metadata:\n  name: api\n"
    text = f"{start}{names}spec:\n  ports:\n  - port: 80\nmetadata:\n  name: web\n"
    done = fix(text, rules=select_rules(["duplicate-key"], []), unsafe=True)
    assert done.text == text
    assert list(done.repair.failed.values()) == [
        "its values are written differently: only you know how to merge them"
    ]
