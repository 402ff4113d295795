"""Shapes of many objects or entries of a cluster, each of which concerns all of the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable

_GATEWAY_API = "apiVersion: gateway.networking.k8s.io/v1\n"
_ISTIO_API = "apiVersion: networking.istio.io/v1\n"
_SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: %s}\nspec: {ports: [{port: 80}]}\n"
_INGRESS = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web}\nspec:\n"
_PATHS = "[{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]"
_POLICY = """\
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: p%d.x}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [''], apiVersions: [v1], operations: ['*'], resources: [services]}]
  validations: [{expression: 'true'}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: b%d.x}
spec: {policyName: p%d.x, validationActions: [Deny]}
"""


def _lines(line: str, count: int) -> str:
    """Return a line for each number, which replaces ``%d``."""
    return "".join(line.replace("%d", str(number)) for number in range(count))


def _stream(*objects: str | Iterable[str]) -> str:
    texts: list[str] = []
    for each in objects:
        texts += [each] if isinstance(each, str) else each
    return "---\n".join(texts)


def _each(text: str, count: int) -> list[str]:
    return [text.replace("%d", str(number)) for number in range(count)]


def _address(number: int) -> str:
    return f"{number // 65536}.{number // 256 % 256}.{number % 256}"


def _service_cidrs(count: int) -> str:
    cidr = "apiVersion: networking.k8s.io/v1\nkind: ServiceCIDR\nmetadata: {name: c%d}\n"
    networks = (f"{cidr}spec: {{cidrs: [10.{_address(n)}/32]}}\n" for n in range(count))
    services = (
        _SERVICE.replace("ports", f"clusterIP: 11.{_address(n)}, ports") % f"s{n}"
        for n in range(count)
    )
    return _stream(networks, services)


def _endpoint_slice(count: int) -> str:
    service = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  ports:\n"
    head = (
        "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\n"
        "metadata: {name: web, labels: {kubernetes.io/service-name: web}}\naddressType: IPv4\n"
    )
    addresses = "".join(f"- addresses: [10.{_address(n)}]\n" for n in range(count))
    ports = _lines("- {port: 1%d, name: q%d}\n", count)
    served = f"{head}ports:\n{ports}endpoints:\n{addresses}"
    return _stream(service + _lines("  - {port: 1%d, name: p%d}\n", count), served)


def _tls(count: int) -> str:
    rules = _lines(f"  - {{host: h%d.example.com, http: {{paths: {_PATHS}}}}}\n", count)
    tls = _lines("  - {hosts: [x%d.example.com], secretName: s%d}\n", count)
    return _stream(_SERVICE % "web", f"{_INGRESS}  rules:\n{rules}  tls:\n{tls}")


def _ingress_classes(count: int) -> str:
    default = "{name: c%d, annotations: {ingressclass.kubernetes.io/is-default-class: 'true'}}"
    kind = f"apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: {default}\n"
    backend = "defaultBackend: {service: {name: web, port: {number: 80}}}"
    ingress = f"{_INGRESS.replace('web', 'i%d')}  ingressClassName: d%d\n  {backend}\n"
    classes = _each(f"{kind}spec: {{controller: a/b}}\n", count)
    return _stream(_SERVICE % "web", classes, _each(ingress, count))


def _metadata(field: str, line: str) -> Callable[[int], str]:
    def shape(count: int) -> str:
        lines = _lines(f"    {line}\n", count)
        return (_SERVICE % "web").replace("{name: web}", f"\n  name: web\n  {field}:\n{lines}")

    return shape


def _annotations_and_ports(count: int) -> str:
    annotation = "service.beta.kubernetes.io/port_1%d_health-probe_port: '1%d'"
    annotated = _metadata("annotations", annotation)(count)
    ports = _lines("  - {port: 1%d, name: p%d}\n", count)
    return annotated.replace("spec: {ports: [{port: 80}]}", f"spec:\n  ports:\n{ports}")


def _spec(text: str, line: str) -> Callable[[int], str]:
    head = f"apiVersion: v1\nkind: Service\nmetadata: {{name: web}}\nspec:\n  {text}\n"
    return lambda count: head + _lines(f"  - {line}\n", count)


def _similar_names(count: int) -> str:
    ingress = f"{_INGRESS.replace('web', 'i%d')}  rules: [{{http: {{paths: {_PATHS}}}}}]\n"
    callers = _each(ingress.replace("name: web", "name: wbe%d"), count)
    return _stream(_each(_SERVICE % "web%d", count), callers)


def _environment(count: int) -> str:
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n"
    variables = _lines("    - {name: E%d, value: 'http://wbe%d.default.svc:80'}\n", count)
    containers = f"{pod}  - name: web\n    image: web\n    env:\n{variables}"
    return _stream(containers, _each(_SERVICE % "web%d", count))


def _pools(count: int) -> str:
    head = "apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: {name: p%d}\n"
    wanted = _SERVICE.replace("ports", "type: LoadBalancer, loadBalancerIP: 10.0.0.1, ports")
    pools = _each(f"{head}spec: {{addresses: [11.0.0.0/24]}}\n", count)
    return _stream(pools, _each(wanted % "s%d", count))


def _grants(count: int) -> str:
    backend = "{name: web%d, namespace: b, port: 80}"
    route = f"{_GATEWAY_API}kind: HTTPRoute\nmetadata: {{name: r%d, namespace: a}}\nspec:\n"
    grant = f"{_GATEWAY_API}kind: ReferenceGrant\nmetadata: {{name: g%d, namespace: b}}\nspec:\n"
    origin = "{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: c}"
    return _stream(
        _each(f"{route}  rules: [{{backendRefs: [{backend}]}}]\n", count),
        _each(f"{grant}  from: [{origin}]\n  to: [{{group: '', kind: Service}}]\n", count),
    )


def _parents(count: int) -> str:
    listener = "{name: l, port: 80, protocol: HTTP}"
    gateway = f"{_GATEWAY_API}kind: Gateway\nmetadata: {{name: g%d}}\n"
    route = f"{_GATEWAY_API}kind: HTTPRoute\nmetadata: {{name: r}}\nspec:\n  parentRefs:\n"
    gateways = _each(f"{gateway}spec: {{listeners: [{listener}]}}\n", count)
    return _stream(gateways, route + _lines("  - {name: h%d}\n", count))


def _subsets(count: int) -> str:
    rule = f"{_ISTIO_API}kind: DestinationRule\nmetadata: {{name: d}}\nspec:\n  host: web\n"
    virtual = f"{_ISTIO_API}kind: VirtualService\nmetadata: {{name: v}}\nspec:\n"
    routes = _lines("  - route: [{destination: {host: web, subset: s%d}}]\n", count)
    subsets = _lines("  - {name: t%d, labels: {v: x}}\n", count)
    return _stream(
        f"{rule}  subsets:\n{subsets}",
        f"{virtual}  hosts: [h.example.com]\n  http:\n{routes}",
    )


def _ports_and_pods(target: str) -> Callable[[int], str]:
    def shape(count: int) -> str:
        port = f"  - {{port: 1%d, name: p%d, targetPort: {target}}}\n"
        service = (_SERVICE % "web").replace(
            "spec: {ports: [{port: 80}]}",
            f"spec:\n  selector: {{app: web}}\n  ports:\n{_lines(port, count)}",
        )
        pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: w%d, labels: {app: web}}\n"
        container = "{name: a, image: b%d, ports: [{containerPort: 2%d, name: n}]}"
        return _stream(service, _each(f"{pod}spec: {{containers: [{container}]}}\n", count))

    return shape


def _policies(count: int) -> str:
    return _stream(_each(_POLICY, count), _each(_SERVICE % "s%d", count))


CLUSTER_SHAPES: dict[str, Callable[[int], str]] = {
    "ServiceCIDRs and Services": _service_cidrs,
    "ports of an EndpointSlice": _endpoint_slice,
    "hosts and certificates of an Ingress": _tls,
    "IngressClasses and Ingresses": _ingress_classes,
    "finalizers": _metadata("finalizers", "- f%d"),
    "annotations that resemble known ones": _metadata(
        "annotations", "service.beta.kubernetes.io/aws-load-balancer-typ%d: nlb"
    ),
    "annotations that name ports": _annotations_and_ports,
    "node ports": _spec("type: NodePort\n  ports:", "{port: 1%d, name: p%d, nodePort: 3%d}"),
    "ports with one number": _spec("type: NodePort\n  ports:", "{port: 80, name: p%d}"),
    "cluster IPs": _spec("ports: [{port: 80}]\n  clusterIPs:", "10.0.0.%d"),
    "source ranges": _spec(
        "type: LoadBalancer\n  ports: [{port: 80}]\n  loadBalancerSourceRanges:", "10.0.0.%d/33"
    ),
    "names that resemble Services": _similar_names,
    "URLs that resemble Services": _environment,
    "unknown rules in comments": lambda count: (
        _lines("# svclint: ignore[no-such-rul%d] why\n", count) + _SERVICE % "web"
    ),
}

# Here each object concerns all others, up to a limit for the run.
LIMITED_SHAPES: dict[str, Callable[[int], str]] = {
    "pools and Services": _pools,
    "ReferenceGrants and routes": _grants,
    "Gateways and references to others": _parents,
    "subsets and routes": _subsets,
    "policies and Services": _policies,
    "named ports and pods": _ports_and_pods("q%d"),
    "numbered ports and pods": _ports_and_pods("3%d"),
}
