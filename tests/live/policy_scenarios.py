"""Policies with matching Services, for a live server and for svclint."""

from __future__ import annotations

from tests.live.matching_scenarios import MATCHING, PARAMETERS
from tests.live.policy_manifests import (
    AUDIT,
    BOTH,
    HEADLESS,
    NODE_PORT,
    PLAIN,
    TWO_PORTS,
    WARN,
    Scenario,
    binding,
    policy,
    service,
)

NO_NODE_PORTS = """\
  validations:
  - {expression: "object.spec.type != 'NodePort'", message: no node ports, reason: Forbidden}"""
ACTIONS = [
    Scenario("deny", policy(NO_NODE_PORTS) + binding(), BOTH, ((PLAIN, NODE_PORT),)),
    Scenario("warn", policy(NO_NODE_PORTS) + binding(WARN), BOTH, ((PLAIN, NODE_PORT),)),
    Scenario("audit", policy(NO_NODE_PORTS) + binding(AUDIT), BOTH),
    Scenario(
        "deny and audit", policy(NO_NODE_PORTS) + binding(WARN.replace("Warn", "Deny, Audit")), BOTH
    ),
    Scenario(
        "two bindings",
        policy(NO_NODE_PORTS) + binding(WARN) + binding(name="other"),
        BOTH,
    ),
    Scenario(
        "two policies warn",
        policy(NO_NODE_PORTS)
        + binding(WARN)
        + policy("  validations: [{expression: 'false'}]", "q")
        + binding(WARN, "c", "q"),
        BOTH,
    ),
    Scenario("no binding", policy(NO_NODE_PORTS), BOTH),
    Scenario(
        "a natively invalid Service is not judged",
        policy("  validations: [{expression: 'false'}]") + binding(),
        (service(ports=[{"port": 70000}]),),
    ),
    Scenario(
        "native warnings come first",
        policy("  validations: [{expression: 'false', message: ours}]") + binding(WARN),
        (service(externalIPs=["203.0.113.7"]), service(loadBalancerIP="203.0.113.7")),
    ),
]
MESSAGES = [
    Scenario(
        "messages",
        policy(
            """\
  validations:
  - {expression: "false"}
  - {expression: "false", message: " trimmed "}
  - {expression: "false", messageExpression: "object.metadata.name + ' of ' + object.kind"}
  - {expression: "false", message: plain, messageExpression: "string(object.nothing)"}
  - {expression: "false", messageExpression: "string(object.nothing)"}
  - {expression: "false", message: blank, messageExpression: "'  '"}
  - {expression: "false", message: lines, messageExpression: "'a\\\\nb'"}
  - {expression: "false", message: long, messageExpression: "lists.range(3000).map(i, 'ab').join()"}
  - {expression: "false", messageExpression: "'%s, %d'.format([object.spec.type, 2])"}
  - expression: |
      object.spec.type ==
        'LoadBalancer'"""
        )
        + binding(WARN),
        (PLAIN,),
    ),
    Scenario(
        "the first denial is told",
        policy("  validations: [{expression: 'false', message: a}, {expression: 'false'}]")
        + binding(),
        (PLAIN,),
    ),
    *(
        Scenario(
            f"reason {reason}",
            policy(f"  validations: [{{expression: 'false', reason: {reason}}}]") + binding(),
            (PLAIN,),
        )
        for reason in ("Invalid", "Forbidden", "RequestEntityTooLarge")
    ),
    Scenario(
        "many long warnings",
        policy(
            "  validations:\n"
            + "\n".join(
                f"  - {{expression: 'false', message: '{number}{'x' * 300}'}}"
                for number in range(20)
            )
        )
        + binding(WARN),
        (PLAIN,),
    ),
]
FAILURES = [
    Scenario(
        f"errors under {failure}",
        policy(
            f"""\
  failurePolicy: {failure}
  validations:
  - {{expression: "object.nothing == 1", message: unheard}}
  - {{expression: "object.spec.type != 'NodePort'", message: no node ports}}"""
        )
        + binding(action),
        BOTH,
    )
    for failure in ("Fail", "Ignore")
    for action in ("validationActions: [Deny]", WARN)
]
NAMES = [
    Scenario(
        "variables",
        policy(
            """\
  variables:
  - {name: ports, expression: "object.spec.ports.map(p, p.port)"}
  - {name: most, expression: variables.ports.max()}
  - {name: broken, expression: object.nothing}
  validations:
  - {expression: variables.most < 81, messageExpression: "'port ' + string(variables.most)"}
  - {expression: "object.spec.type != 'NodePort' || variables.broken == 1"}"""
        )
        + binding(),
        (*BOTH, TWO_PORTS),
    ),
    Scenario(
        "the namespace",
        policy(
            """\
  validations:
  - expression: namespaceObject.metadata.labels.tier != 'gold' || object.spec.type != 'NodePort'
    messageExpression: "'not in ' + namespaceObject.metadata.name.substring(0, 4)"
  - expression: "!has(namespaceObject.metadata.annotations)"
  - expression: namespaceObject.status.phase == 'Active'"""
        )
        + binding(),
        BOTH,
    ),
    Scenario(
        "the request",
        policy(
            """\
  validations:
  - expression: >-
      request.name == object.metadata.name && request.namespace == object.metadata.namespace
      && request.kind.kind == 'Service' && request.resource.resource == 'services'
      && request.dryRun == false && request.userInfo.username == 'admin'
  - expression: has(request.subResource)
    message: no subresource
  - expression: (request.operation == 'CREATE') == (oldObject == null)"""
        )
        + binding(WARN),
        (PLAIN,),
        ((PLAIN, NODE_PORT),),
    ),
    Scenario(
        "what the server fills in",
        policy(
            """\
  validations:
  - {expression: "object.spec.sessionAffinity == 'None'", message: affinity}
  - {expression: "object.spec.ports.all(p, p.protocol == 'TCP')", message: protocol}
  - {expression: "object.spec.ports.all(p, p.targetPort == p.port)", message: target}
  - {expression: "object.spec.ipFamilies == ['IPv4']", message: families}
  - {expression: "has(object.spec.clusterIP)", message: address}
  - {expression: "has(object.spec.externalTrafficPolicy)", message: policy}
  - {expression: "has(object.status.loadBalancer.ingress)", message: ingress}
  - {expression: "has(object.metadata.annotations)", message: annotations}"""
        )
        + binding(WARN),
        (*BOTH, HEADLESS, service("ExternalName", externalName="db.example.com", ports=[])),
    ),
    Scenario(
        "audit annotations",
        policy(
            """\
  auditAnnotations:
  - {key: kind, valueExpression: "'a ' + object.spec.type"}
  - {key: none, valueExpression: "null"}"""
        )
        + binding(),
        BOTH,
    ),
    *(
        Scenario(
            f"an audit annotation that fails under {failure}",
            policy(
                f"""\
  failurePolicy: {failure}
  auditAnnotations: [{{key: kind, valueExpression: string(object.nothing)}}]"""
            )
            + binding(WARN),
            (PLAIN,),
        )
        for failure in ("Fail", "Ignore")
    ),
    Scenario(
        "too costly",
        policy(
            "  validations:\n  - expression: lists.range(999).all(i, lists.range(999).all(j, true))"
        )
        + binding(),
        (PLAIN,),
    ),
]
SCENARIOS = [*ACTIONS, *MESSAGES, *FAILURES, *MATCHING, *NAMES, *PARAMETERS]
