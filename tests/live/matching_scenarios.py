"""Scenarios of what policies match: conditions, resources, selectors, parameters."""

from __future__ import annotations

from tests.live.policy_manifests import (
    BOTH,
    NODE_PORT,
    PLAIN,
    TWO_PORTS,
    Scenario,
    binding,
    limits,
    policy,
    service,
)

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
