"""What ``svclint targets`` says of links that are broken, and ``--broken`` prints alone."""

from __future__ import annotations

import pytest
from svclint.cli.targets import FORMATS

from tests.command.targets_runs import (
    DEPLOYMENT,
    INGRESS,
    SERVICE,
    UNNAMED,
    joined,
    services,
    svclint,
)
from tests.unit.shop import SHOP

BARE = SERVICE.replace("  selector: {app: web}\n", "")


def test_only_what_leads_nowhere() -> None:
    for form in FORMATS:
        good = svclint("--broken", "--format", form, "-", stdin=joined(SERVICE, DEPLOYMENT))
        assert good.exit_code == 0
        assert "8080" not in good.stdout
    assert (
        "1 Service, nothing broken"
        in svclint("--broken", "-", stdin=joined(SERVICE, DEPLOYMENT)).stdout
    )
    both = joined(SERVICE, UNNAMED, SERVICE.replace("web", "api"), DEPLOYMENT.replace("web", "api"))
    (shown,) = services("--broken", "-", stdin=both)
    assert shown["name"] == "web"
    tree = svclint("--broken", "-", stdin=both).stdout
    assert "api" not in tree
    assert tree.endswith("2 Services, 1 broken link\n")


def test_a_missing_port_is_printed_once_with_its_reason() -> None:
    other = UNNAMED.replace("{name: web}", "{name: worker}")
    tree = svclint("-", stdin=joined(SERVICE, UNNAMED, other)).stdout
    first, second = [line for line in tree.splitlines() if "✗" in line]
    assert '✗ Deployment web (<stdin>:10): the pods of Deployment "web" and 1 more have' in first
    assert second.endswith('✗ Deployment worker (<stdin>:18): no port named "http"')
    assert tree.endswith("1 Service, 2 broken links\n")


def test_the_reason_of_a_missing_port_is_not_another_problem_of_the_port() -> None:
    policy = """\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: shut}
spec: {podSelector: {matchLabels: {app: web}}, ingress: [{ports: [{port: 1}]}]}
"""
    other = DEPLOYMENT.replace("{name: web}", "{name: worker}")
    tree = svclint("-", stdin=joined(SERVICE, UNNAMED, other, policy)).stdout
    assert '✗ Deployment web (<stdin>:10): the pods of Deployment "web" have no port' in tree


def test_what_may_be_outside_the_checked_files_is_not_broken() -> None:
    missing = joined(DEPLOYMENT, INGRESS)
    for manifests in (SERVICE, missing, BARE):
        assert "?" in svclint("-", stdin=manifests).stdout
        for form in FORMATS:
            shown = svclint("--broken", "--format", form, "-", stdin=manifests).stdout
            assert "web" not in shown
        assert svclint("--broken", "-", stdin=manifests).stdout.endswith(
            "1 outside the checked files\n"
        )
    one_of_each = joined(SERVICE, INGRESS.replace("80", "81"))
    tree = svclint("--broken", "-", stdin=one_of_each).stdout
    assert "✗ ← Ingress shop" in tree
    assert "?" not in tree
    assert tree.endswith("1 Service, 1 broken link, 1 outside the checked files\n")


def test_callers_that_name_no_port_are_whole() -> None:
    assert svclint("--broken", "-", stdin=SHOP).stdout.endswith("Services, nothing broken\n")


def test_digits_in_the_name_of_a_port_are_not_its_number() -> None:
    written = INGRESS.replace("number: 80", 'name: "80"')
    tree = svclint("--broken", "-", stdin=joined(SERVICE, DEPLOYMENT, written)).stdout
    assert 'Service "web" has no port "80"' in tree


def test_a_dns_name_with_the_port_of_the_pods_reaches_no_port() -> None:
    wrong = SHOP.replace("http://cart/v1", "http://cart:8080/v1")
    (cart,) = services("--broken", "-", stdin=wrong)
    (caller,) = cart["callers"]
    assert (caller["host"], caller["port"]) == ("cart", "8080")
    tree = svclint("--broken", "-", stdin=wrong).stdout
    assert "\n└─ ✗ ← Deployment catalog-server" in tree


MISSPELT = SERVICE.replace("targetPort", "targetport")
UNKNOWN_PORTS = "not resolved: .spec.ports[0] has no field 'targetport'"


@pytest.mark.parametrize(
    ("service", "reason"),
    [
        (MISSPELT, UNKNOWN_PORTS),
        (SERVICE.replace("port: 80", 'port: "80"'), 'is the string "80", not an integer'),
        (SERVICE.replace("{app: web}", "{app: [web]}"), ".spec.selector.app is a list"),
        (SERVICE.replace("  selector", "  Selector"), ".spec has no field 'Selector'"),
        ("apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: 5\n", ".spec is the number"),
    ],
)
def test_a_service_that_does_not_decode_is_not_resolved(service: str, reason: str) -> None:
    for options in ([], ["--broken"]):
        tree = svclint(*options, "-", stdin=joined(service, DEPLOYMENT)).stdout
        assert "✗ not resolved: .spec" in tree
        assert reason in tree
        assert "?" not in tree
        assert tree.endswith("1 Service, 1 broken link\n")
        (shown,) = services(*options, "-", stdin=joined(service, DEPLOYMENT))
        assert reason in shown["problem"]
    for form in FORMATS:
        shown = svclint("--format", form, "-", stdin=joined(service, DEPLOYMENT)).stdout
        assert "not resolved" in shown


def test_callers_of_ports_that_are_not_known_are_broken() -> None:
    (web,) = services("--broken", "-", stdin=joined(MISSPELT, DEPLOYMENT, INGRESS))
    (caller,) = web["callers"]
    assert caller["problem"] == UNKNOWN_PORTS
    assert caller["name"] == "shop"


def test_a_wrong_field_that_leaves_the_targets_known_hides_nothing() -> None:
    for wrong in (
        SERVICE.replace("spec:", "spec:\n  sessionaffinity: None"),
        SERVICE.replace("{name: web}", "{name: web, label: {a: b}}"),
    ):
        tree = svclint("-", stdin=joined(wrong, DEPLOYMENT.replace("metadata", "meta", 1))).stdout
        assert "Deployment" in tree
        assert "not resolved" not in tree
        assert tree.endswith("1 Service, nothing broken\n")
