"""Policies with matching Services, for a live server and for svclint.

In the policies, NAMESPACE stands for the namespace of the scenario. It is part of all names, and
policies match no other namespace, so the policies of all scenarios can be active together.
"""

from __future__ import annotations

from typing import Any, NamedTuple

Data = dict[str, Any]


class Scenario(NamedTuple):
    """Policies with their bindings and parameters, and Services to create and to change."""

    name: str
    policies: str
    creates: tuple[Data, ...] = ()
    updates: tuple[tuple[Data, Data], ...] = ()


def service(
    kind: str = "ClusterIP", name: str = "web", labels: Data | None = None, **spec: Any
) -> Data:
    """Return a Service without its namespace."""
    metadata: Data = {"name": name, "labels": {"app": "web"} if labels is None else labels}
    spec = {"type": kind, "selector": {"app": "web"}, "ports": [{"port": 80}], **spec}
    return {"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": spec}


def policy(body: str, name: str = "p", rule: str = "operations: [CREATE, UPDATE]") -> str:
    """Return a policy for Services; ``body`` has the indentation of its spec."""
    return f"""\
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {{name: {name}.NAMESPACE}}
spec:
  matchConstraints:
    namespaceSelector: {{matchLabels: {{kubernetes.io/metadata.name: NAMESPACE}}}}
    resourceRules: [{{apiGroups: [""], apiVersions: [v1], resources: [services], {rule}}}]
{body}
---
"""


def binding(body: str = "validationActions: [Deny]", name: str = "b", of: str = "p") -> str:
    """Return a binding."""
    return f"""\
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {{name: {name}.NAMESPACE}}
spec:
  policyName: {of}.NAMESPACE
  {body}
---
"""


def limits(name: str, most: int, namespace: str = "NAMESPACE") -> str:
    """Return a parameter."""
    return f"""\
apiVersion: v1
kind: ConfigMap
metadata: {{name: {name}, namespace: {namespace}, labels: {{limits: "yes"}}}}
data: {{most: "{most}"}}
---
"""


WARN, AUDIT = "validationActions: [Warn]", "validationActions: [Audit]"
NO_NODE_PORTS = """\
  validations:
  - {expression: "object.spec.type != 'NodePort'", message: no node ports, reason: Forbidden}"""
PLAIN, NODE_PORT = service(), service("NodePort")
HEADLESS = service(clusterIP="None")
BOTH = (PLAIN, NODE_PORT)
TWO_PORTS = service(ports=[{"name": "a", "port": 80}, {"name": "b", "port": 81}])
COUNTING = """\
  paramKind: {apiVersion: v1, kind: ConfigMap}
  validations:
  - expression: object.spec.ports.size() <= int(params.data.most)
    messageExpression: "'at most ' + params.data.most + ' ports'\""""
PARAMETER = "validationActions: [Deny]\n  paramRef: {{{}, parameterNotFoundAction: {}}}"
RULE = (
    "{{apiGroups: ['*'], apiVersions: ['*'], operations: [{}],"
    " resources: ['{}'], scope: Namespaced}}"
)
SELECTING = "validationActions: [Deny]\n  matchResources: {}"
CONDITIONS = """\
  failurePolicy: {}
  matchConditions:
  - {{name: one, expression: "{}"}}
  - {{name: two, expression: "{}"}}
  validations:
  - {{expression: "false", message: judged}}"""


def conditions(first: str, second: str, failure: str = "Fail") -> str:
    """Return a policy that denies whatever its match conditions match."""
    return policy(CONDITIONS.format(failure, first, second)) + binding()


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
MATCHING = [
    Scenario("both hold", conditions("true", "object.spec.type == 'NodePort'"), BOTH),
    Scenario("false wins over an error", conditions("object.nothing == 1", "false"), (PLAIN,)),
    Scenario("an error", conditions("object.nothing == 1", "true"), (PLAIN,)),
    Scenario("two errors", conditions("object.a == 1", "object.b == 1"), (PLAIN,)),
    Scenario("an error ignored", conditions("object.a == 1", "true", "Ignore"), (PLAIN,)),
    Scenario(
        "operations",
        policy("  validations: [{expression: 'false'}]", rule="operations: [UPDATE]") + binding(),
        (PLAIN,),
        ((PLAIN, NODE_PORT),),
    ),
    Scenario(
        "what may not change",
        policy(
            """\
  validations:
  - expression: request.operation == 'CREATE' || object.spec.type == oldObject.spec.type
    messageExpression: "'was ' + oldObject.spec.type\""""
        )
        + binding(),
        BOTH,
        ((PLAIN, NODE_PORT), (NODE_PORT, NODE_PORT), (PLAIN, service("LoadBalancer"))),
    ),
    Scenario(
        "names",
        policy(
            "  validations: [{expression: 'false'}]",
            rule="operations: ['*'], resourceNames: [web]",
        )
        + binding(),
        (PLAIN, service(name="other")),
    ),
    Scenario(
        "other resources",
        policy(
            "  validations: [{expression: 'false'}]",
            rule="operations: ['*']",
        ).replace("[services]", "[pods, services/status]")
        + binding(),
        (PLAIN,),
        ((PLAIN, NODE_PORT),),
    ),
    *(
        Scenario(
            f"a binding with {selector}",
            policy("  validations: [{expression: 'false'}]") + binding(SELECTING.format(selector)),
            (PLAIN, service(labels={}), service(labels={"app": "api"})),
            ((PLAIN, service(labels={"app": "api"})),),
        )
        for selector in (
            "{namespaceSelector: {matchLabels: {tier: gold}}}",
            "{namespaceSelector: {matchLabels: {tier: silver}}}",
            "{namespaceSelector: {matchExpressions: [{key: tier, operator: DoesNotExist}]}}",
            "{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: NAMESPACE}}}",
            "{objectSelector: {matchLabels: {app: web}}}",
            "{objectSelector: {matchExpressions: [{key: app, operator: NotIn, values: [web]}]}}",
            "{objectSelector: {matchExpressions: [{key: app, operator: Exists}]}}",
            f"{{excludeResourceRules: [{RULE.format('UPDATE', '*')}]}}",
            f"{{resourceRules: [{RULE.format('CREATE', '*/*')}]}}",
        )
    ),
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
PARAMETERS = [
    *(
        Scenario(
            f"a parameter by {reference}, else {action}",
            limits("few", 1)
            + limits("many", 9)
            + policy(COUNTING)
            + binding(PARAMETER.format(reference, action)),
            (PLAIN, TWO_PORTS),
            ((PLAIN, TWO_PORTS),),
        )
        for reference in (
            "name: few",
            "name: many, namespace: NAMESPACE",
            "name: nothing",
            "selector: {matchLabels: {limits: 'yes'}}",
            "selector: {matchLabels: {limits: 'no'}}",
        )
        for action in ("Deny", "Allow")
    ),
    Scenario(
        "no parameter in the policy's own words",
        policy(
            """\
  paramKind: {apiVersion: v1, kind: ConfigMap}
  validations:
  - {expression: params != null, message: params missing but required}
  - {expression: params.data.most == '1'}"""
        )
        + binding(),
        (PLAIN,),
    ),
    Scenario(
        "no parameter under Ignore",
        policy("  failurePolicy: Ignore\n" + COUNTING)
        + binding(PARAMETER.format("name: nothing", "Deny")),
        (PLAIN,),
    ),
]
SCENARIOS = [*ACTIONS, *MESSAGES, *FAILURES, *MATCHING, *NAMES, *PARAMETERS]
