"""The table of backends: which fields of which kinds refer to Services.

A team adds rows for kinds of its own in ``.svclint.yaml``, under ``backends``, in the same terms.
The sources are the API references of the projects, which ``docs/kinds/backends.md`` links.
"""

from __future__ import annotations

from svclint.model.backend_row import BackendRow as Row

_NUMBER = ("number",)
# References to objects of several kinds, of which a Service is one, or the default.
_CORE = (("group", ""), ("kind", "Service"))
_KIND = (("kind", "Service"),)
_KNATIVE = (("apiVersion", "v1"), ("kind", "Service"))

_CLIENT_CONFIG = Row("webhooks[].clientConfig.service", port_by=_NUMBER, default_port=443)
_ROUTE_REFERENCE = Row(
    "spec.rules[].backendRefs[]", port_by=_NUMBER, conditions=_CORE, needs_port=True
)
# A route of a mesh is attached to the Service whose requests it takes; Linkerd says "core".
_ATTACHED = tuple(
    Row(
        "spec.parentRefs[]",
        port_by=_NUMBER,
        conditions=(("group", group), ("kind", "Service")),
        required=("group", "kind"),
        sends=False,
    )
    for group in ("", "core")
)
_ROUTE = (
    *_ATTACHED,
    _ROUTE_REFERENCE,
    _ROUTE_REFERENCE._replace(path="spec.rules[].backendRefs[].filters[].requestMirror.backendRef"),
    _ROUTE_REFERENCE._replace(path="spec.rules[].filters[].requestMirror.backendRef"),
)
_UDP_ROUTE = tuple(row._replace(protocol="UDP") for row in _ROUTE)

_DESTINATION = Row(
    "spec.http[].route[].destination",
    *("host", "", "port.number"),
    port_by=_NUMBER,
    form="host",
)
# The fields of a VirtualService that name a destination.
DESTINATION_PATHS = (
    "spec.http[].route[].destination",
    "spec.http[].mirror",
    "spec.http[].mirrors[].destination",
    "spec.tcp[].route[].destination",
    "spec.tls[].route[].destination",
)
_DESTINATIONS = tuple(_DESTINATION._replace(path=path) for path in DESTINATION_PATHS)
# The hosts of a VirtualService for the mesh are those of Services; without gateways, it is that.
_MESH_HOSTS = Row(
    *("spec", "hosts[]", "", ""), form="host", conditions=(("gateways[]", "mesh"),), sends=False
)
_TRAEFIK_TCP = (Row("spec.routes[].services[]", needs_port=True),)
_TRAEFIK_HTTP = tuple(row._replace(conditions=_KIND) for row in _TRAEFIK_TCP)
_TRAEFIK_UDP = tuple(row._replace(protocol="UDP") for row in _TRAEFIK_TCP)
_TRAEFIK_SERVICE = tuple(
    Row(path, conditions=_KIND, needs_port=True)
    for path in ("spec.weighted.services[]", "spec.mirroring", "spec.mirroring.mirrors[]")
)
_TRAEFIK_MIDDLEWARE = (Row("spec.errors.service", conditions=_KIND, needs_port=True),)
_NGINX_UPSTREAM = Row("spec.upstreams[]", "service", "", port_by=_NUMBER, form="namespace/name")
_NGINX = (_NGINX_UPSTREAM, _NGINX_UPSTREAM._replace(name="backup", port="backupPort"))
_KONG = Row("spec.rules[].backend", "serviceName", "", "servicePort")
_APISIX = Row("spec.http[].backends[]", "serviceName", "", "servicePort")
# A Service of Kubernetes as a sink of Knative gets HTTP requests on port 80.
_SINK = Row(
    "spec.sink.ref", port="", default_port=80, conditions=_KNATIVE, required=("apiVersion",)
)
# Without a namespace, a rule of Cilium is about the Services of that name in all of them.
_CILIUM_SERVICE = Row(
    *("spec.egress[].toServices[].k8sService", "serviceName", "namespace", ""),
    required=("namespace",),
    sends=False,
)
_CILIUM_POLICY = tuple(
    _CILIUM_SERVICE._replace(path=f"{spec}.{field}[].toServices[].k8sService")
    for spec in ("spec", "specs[]")
    for field in ("egress", "egressDeny")
)
# Envoy takes the requests to some Services, and sends them on to others.
_CILIUM_ENVOY = (
    Row("spec.services[]", port="ports[]", port_by=_NUMBER, sends=False),
    Row("spec.backendServices[]", port="number[]"),
)
_CALICO_POLICY = tuple(
    Row(f"spec.{direction}[].{peer}.services", port="", sends=False)
    for direction in ("ingress", "egress")
    for peer in ("source", "destination")
)
# A policy without a namespace has none to search by default.
_CALICO_GLOBAL_POLICY = tuple(row._replace(required=("namespace",)) for row in _CALICO_POLICY)

# By kind and API group.
TABLE: dict[tuple[str, str], tuple[Row, ...]] = {
    # Kubernetes: webhooks, extension API servers, conversions of custom resources.
    ("ValidatingWebhookConfiguration", "admissionregistration.k8s.io"): (_CLIENT_CONFIG,),
    ("MutatingWebhookConfiguration", "admissionregistration.k8s.io"): (_CLIENT_CONFIG,),
    ("APIService", "apiregistration.k8s.io"): (_CLIENT_CONFIG._replace(path="spec.service"),),
    ("CustomResourceDefinition", "apiextensions.k8s.io"): (
        _CLIENT_CONFIG._replace(path="spec.conversion.webhook.clientConfig.service"),
        _CLIENT_CONFIG._replace(path="spec.conversion.webhookClientConfig.service"),
    ),
    # Gateway API, and the HTTPRoute of Linkerd.
    ("HTTPRoute", "gateway.networking.k8s.io"): _ROUTE,
    ("GRPCRoute", "gateway.networking.k8s.io"): _ROUTE,
    ("TCPRoute", "gateway.networking.k8s.io"): _ROUTE,
    ("TLSRoute", "gateway.networking.k8s.io"): _ROUTE,
    ("UDPRoute", "gateway.networking.k8s.io"): _UDP_ROUTE,
    ("HTTPRoute", "policy.linkerd.io"): _ROUTE,
    ("BackendTLSPolicy", "gateway.networking.k8s.io"): (
        Row("spec.targetRefs[]", "name", "", "sectionName", port_by=("name",), conditions=_CORE,
            sends=False),
    ),
    ("ReferenceGrant", "gateway.networking.k8s.io"): (
        Row("spec.to[]", "name", "", "", conditions=_CORE, sends=False),
    ),
    # Envoy Gateway: external authorization and processing.
    ("SecurityPolicy", "gateway.envoyproxy.io"): (
        Row("spec.extAuth.http.backendRefs[]", port_by=_NUMBER, conditions=_CORE),
        Row("spec.extAuth.grpc.backendRefs[]", port_by=_NUMBER, conditions=_CORE),
    ),
    ("EnvoyExtensionPolicy", "gateway.envoyproxy.io"): (
        Row("spec.extProc[].backendRefs[]", port_by=_NUMBER, conditions=_CORE),
    ),
    # Istio.
    ("VirtualService", "networking.istio.io"): (*_DESTINATIONS, _MESH_HOSTS),
    ("DestinationRule", "networking.istio.io"): (
        _DESTINATION._replace(
            path="spec", port="trafficPolicy.portLevelSettings[].port.number", sends=False
        ),
    ),
    ("Sidecar", "networking.istio.io"): (
        Row("spec.egress[]", "hosts[]", "", "", form="namespace/host", sends=False),
    ),
    # Cilium.
    ("CiliumNetworkPolicy", "cilium.io"): _CILIUM_POLICY,
    ("CiliumClusterwideNetworkPolicy", "cilium.io"): _CILIUM_POLICY,
    ("CiliumEnvoyConfig", "cilium.io"): _CILIUM_ENVOY,
    ("CiliumClusterwideEnvoyConfig", "cilium.io"): tuple(
        row._replace(required=("namespace",)) for row in _CILIUM_ENVOY
    ),
    ("CiliumLocalRedirectPolicy", "cilium.io"): (
        Row("spec.redirectFrontend.serviceMatcher", "serviceName", port="", sends=False),
    ),
    # Calico, with the group of its storage as well.
    ("NetworkPolicy", "projectcalico.org"): _CALICO_POLICY,
    ("NetworkPolicy", "crd.projectcalico.org"): _CALICO_POLICY,
    ("GlobalNetworkPolicy", "projectcalico.org"): _CALICO_GLOBAL_POLICY,
    ("GlobalNetworkPolicy", "crd.projectcalico.org"): _CALICO_GLOBAL_POLICY,
    # SMI, which Linkerd and others implement, and ServiceProfiles of Linkerd.
    ("TrafficSplit", "split.smi-spec.io"): (
        Row("spec", "service", "", ""),
        Row("spec.backends[]", "service", "", ""),
    ),
    ("ServiceProfile", "linkerd.io"): (
        Row("metadata", "name", "", "", form="host", sends=False),
        Row("spec.dstOverrides[]", "authority", "", "", form="host"),
    ),
    # Traefik, with the API group of version 2 as well.
    ("IngressRoute", "traefik.io"): _TRAEFIK_HTTP,
    ("IngressRouteTCP", "traefik.io"): _TRAEFIK_TCP,
    ("IngressRouteUDP", "traefik.io"): _TRAEFIK_UDP,
    ("TraefikService", "traefik.io"): _TRAEFIK_SERVICE,
    ("Middleware", "traefik.io"): _TRAEFIK_MIDDLEWARE,
    ("IngressRoute", "traefik.containo.us"): _TRAEFIK_HTTP,
    ("IngressRouteTCP", "traefik.containo.us"): _TRAEFIK_TCP,
    ("IngressRouteUDP", "traefik.containo.us"): _TRAEFIK_UDP,
    ("TraefikService", "traefik.containo.us"): _TRAEFIK_SERVICE,
    ("Middleware", "traefik.containo.us"): _TRAEFIK_MIDDLEWARE,
    # Contour.
    ("HTTPProxy", "projectcontour.io"): (
        Row("spec.routes[].services[]", "name", "", port_by=_NUMBER),
        Row("spec.tcpproxy.services[]", "name", "", port_by=_NUMBER),
    ),
    ("ExtensionService", "projectcontour.io"): (
        Row("spec.services[]", "name", "", port_by=_NUMBER),
    ),
    # F5 NGINX Ingress Controller.
    ("VirtualServer", "k8s.nginx.org"): _NGINX,
    ("VirtualServerRoute", "k8s.nginx.org"): _NGINX,
    ("TransportServer", "k8s.nginx.org"): tuple(row._replace(protocol="") for row in _NGINX),
    # OpenShift: a number is that of the pods.
    ("Route", "route.openshift.io"): (
        Row("spec", "to.name", "", "port.targetPort", port_by=("targetPort", "name"),
            conditions=(("to.kind", "Service"),)),
        Row("spec", "alternateBackends[].name", "", "port.targetPort",
            port_by=("targetPort", "name")),
    ),
    # AWS Load Balancer Controller.
    ("TargetGroupBinding", "elbv2.k8s.aws"): (Row("spec.serviceRef", "name", ""),),
    # Skipper and Gloo.
    ("RouteGroup", "zalando.org"): (
        Row("spec.backends[]", "serviceName", "", "servicePort", port_by=_NUMBER),
    ),
    ("Upstream", "gloo.solo.io"): (Row("spec.kube", "serviceName", "serviceNamespace",
            "servicePort", port_by=_NUMBER, required=("serviceNamespace",)),),
    # Kong.
    ("TCPIngress", "configuration.konghq.com"): (_KONG,),
    ("UDPIngress", "configuration.konghq.com"): (_KONG._replace(protocol="UDP"),),
    ("KongServiceFacade", "incubator.ingress-controller.konghq.com"): (
        Row("spec.backendRef", "name", ""),
    ),
    # APISIX.
    ("ApisixRoute", "apisix.apache.org"): (
        _APISIX,
        _APISIX._replace(path="spec.http[].backend"),
        _APISIX._replace(path="spec.stream[].backend", protocol=""),
    ),
    # It has the name of the Service, unless it has nodes outside of the cluster.
    ("ApisixUpstream", "apisix.apache.org"): (
        Row("", "metadata.name", "", "spec.portLevelSettings[].port", port_by=_NUMBER,
            sends=False),
    ),
    # Argo Rollouts.
    ("Rollout", "argoproj.io"): tuple(
        Row("spec.strategy", name, "", "")
        for name in (
            *("blueGreen.activeService", "blueGreen.previewService"),
            *("canary.stableService", "canary.canaryService"),
            *("canary.pingPong.pingService", "canary.pingPong.pongService"),
            "canary.trafficRouting.alb.rootService",
        )
    ),
    # The HTTP add-on of KEDA.
    ("HTTPScaledObject", "http.keda.sh"): (
        Row("spec.scaleTargetRef", "service", "", "port"),
        Row("spec.scaleTargetRef", "service", "", "portName", port_by=("name",)),
    ),
    # Knative Serving: a domain of its own for an object with an address.
    ("DomainMapping", "serving.knative.dev"): (_SINK._replace(path="spec.ref"),),
    # Knative Eventing.
    ("Trigger", "eventing.knative.dev"): (_SINK._replace(path="spec.subscriber.ref"),),
    ("Subscription", "messaging.knative.dev"): (
        _SINK._replace(path="spec.subscriber.ref"),
        _SINK._replace(path="spec.reply.ref"),
        _SINK._replace(path="spec.delivery.deadLetterSink.ref"),
    ),
    ("PingSource", "sources.knative.dev"): (_SINK,),
    ("ApiServerSource", "sources.knative.dev"): (_SINK,),
    ("ContainerSource", "sources.knative.dev"): (_SINK,),
    ("SinkBinding", "sources.knative.dev"): (_SINK,),
    ("KafkaSource", "sources.knative.dev"): (_SINK,),
}  # fmt: skip
