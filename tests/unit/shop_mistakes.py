"""Mistakes to plant one by one into the shop, whose callers are right."""

from __future__ import annotations

from typing import NamedTuple


class Mistake(NamedTuple):
    """A text of the shop, what somebody wrote instead, and the rule that reports it."""

    right: str
    wrong: str
    rule: str


MISTAKES = {
    "a URL with the port of the container": Mistake(
        "http://cart/v1", "http://cart:8080/v1", "dns-name-port-missing"
    ),
    "a target of gRPC with the port of the container": Mistake(
        "dns:///catalog.shop:9090", "dns:///catalog.shop:9091", "dns-name-port-missing"
    ),
    "a Service misspelt in a URL": Mistake(
        "http://cart/v1", "http://catr/v1", "dns-name-service-missing"
    ),
    "the name of the Deployment": Mistake(
        "CATALOG_HOST: catalog", "CATALOG_HOST: catalog-server", "dns-name-service-missing"
    ),
    "a short name from another namespace": Mistake(
        "--payments-host, payments.money", "--payments-host, payments", "dns-name-service-missing"
    ),
    "a wrong namespace in a full name": Mistake(
        "payments.money.svc.cluster.local", "payments.shop.svc.cluster.local",
        "dns-name-service-missing",
    ),
    "a wrong port in a full name": Mistake(
        "svc.cluster.local:8443", "svc.cluster.local:443", "dns-name-port-missing"
    ),
    "svc with its letters in another order": Mistake(
        "payments.money.svc.cluster.local:8443", "payments.money.scv:8443",
        "dns-name-service-missing",
    ),
    "a name without svc": Mistake(
        "payments.money.svc.cluster.local", "payments.money.cluster.local",
        "dns-name-service-missing",
    ),
    "a misspelt cluster domain": Mistake(
        "payments.money.svc.cluster.local", "payments.money.svc.cluster.lokal",
        "dns-name-service-missing",
    ),
    "a name without a namespace": Mistake(
        "payments.money.svc.cluster.local", "payments.svc.cluster.local",
        "dns-name-service-missing",
    ),
    "a port in a variable beside the host": Mistake(
        '"5672"}\n            - {name: BROKERS', '"5673"}\n            - {name: BROKERS',
        "dns-name-port-missing",
    ),
    "a pod that does not exist": Mistake(
        "db-1.db.shop.svc", "db-2.db.shop.svc", "dns-name-pod-missing"
    ),
    "a pod of a Service that is not headless": Mistake(
        "db-1.db.shop.svc:5432", "queue-0.queue.shop.svc:5672", "dns-name-pod-missing"
    ),
    "a port that a command waits for": Mistake("nc -z db:5432", "nc -z db:5433",
                                               "dns-name-port-missing"),
    "a port that is a word of its own": Mistake("nc -z db:5432", "nc -z db 5433",
                                                "dns-name-port-missing"),
    "a host in the command of a probe": Mistake(
        "command: [sh, -c, \"until nc -z db:5432; do sleep 1; done; exec server\"]",
        "livenessProbe: {exec: {command: [curl, \"http://queue:5673\"]}}",
        "dns-name-port-missing",
    ),
    "a host in the command of a hook": Mistake(
        "command: [sh, -c, \"until nc -z db:5432; do sleep 1; done; exec server\"]",
        "lifecycle: {preStop: {exec: {command: [curl, \"http://queue:5673\"]}}}",
        "dns-name-port-missing",
    ),
    "a port in a file of a ConfigMap": Mistake(
        "proxy_pass http://cart:80;", "proxy_pass http://cart:8080;", "dns-name-port-missing"
    ),
    "a full name in a file of a ConfigMap": Mistake(
        "server catalog.shop.svc:80;", "server catalogue.shop.svc:80;", "dns-name-service-missing"
    ),
    "a namespace before the name of its Service": Mistake(
        "payments.money.svc.cluster.local", "money.payments.svc.cluster.local",
        "dns-name-service-missing",
    ),
    "a pod without its Service": Mistake("db-0.db:5432", "db-0:5432", "dns-name-service-missing"),
    "a port below its host in a file": Mistake(
        "host: queue\n      port: 5672", "host: queue\n      port: 5673", "dns-name-port-missing"
    ),
    "a port beside its host in a file": Mistake(
        '"address": "cart", "port": 80', '"address": "cart", "port": 8080', "dns-name-port-missing"
    ),
    "a misspelt host above its port in a file": Mistake(
        "host: queue\n      port", "host: quue\n      port", "dns-name-service-missing"
    ),
    "a Gateway without its namespace": Mistake(
        "[{name: public, namespace: infra, sectionName: https}]", "[{name: public}]",
        "route-parent-missing",
    ),
    "a listener that does not exist": Mistake(
        "sectionName: https}]\n  hostnames", "sectionName: http}]\n  hostnames",
        "route-listener-missing",
    ),
    "a namespace that is not allowed": Mistake(
        "labels: {team: shop}", "labels: {team: sales}", "route-not-allowed"
    ),
    "a kind that is not allowed": Mistake(
        "allowedRoutes: {namespaces", "allowedRoutes: {kinds: [{kind: HTTPRoute}], namespaces",
        "route-not-allowed",
    ),
    "a host that no listener takes": Mistake(
        "www.shop.example", "www.shop.test", "route-host-unmatched"
    ),
    "gRPC to the port for HTTP": Mistake(
        "port: 9090}]}]\n---\napiVersion: gateway", "port: 80}]}]\n---\napiVersion: gateway",
        "grpc-route-other-protocol",
    ),
    "a TLS policy for a port by a wrong name": Mistake(
        "sectionName: https}]\n  validation", "sectionName: htps}]\n  validation",
        "backend-port-missing",
    ),
    "a destination of Istio": Mistake(
        "{host: cart.shop.svc.cluster.local, port: {number: 80}}",
        "{host: cart.shop.svc.cluster.local, port: {number: 8080}}", "backend-port-missing",
    ),
    "the host of a DestinationRule": Mistake(
        "spec: {host: cart}", "spec: {host: crat}", "backend-service-missing"
    ),
    "a destination without svc": Mistake(
        "{host: cart.shop.svc.cluster.local,", "{host: cart.shop,", "istio-host-not-expanded"
    ),
    "the host of a VirtualService": Mistake(
        "hosts: [cart]", "hosts: [crat]", "backend-service-missing"
    ),
    "no port for Traefik": Mistake(
        "[{name: cart, port: http}]", "[{name: cart}]", "backend-port-missing"
    ),
    "a server that authorizes for Traefik": Mistake(
        "http://cart.shop.svc/login", "http://cart.shop.svc:8080/login", "dns-name-port-missing"
    ),
    "a sink of Knative": Mistake(
        "http://cart.shop.svc.cluster.local/nightly", "http://crat.shop.svc.cluster.local/nightly",
        "dns-name-service-missing",
    ),
    "the name of a ServiceProfile": Mistake(
        "metadata: {name: queue.shop.svc", "metadata: {name: queeu.shop.svc",
        "backend-service-missing",
    ),
    "the port of an override of Linkerd": Mistake(
        "queue.shop.svc.cluster.local:5672", "queue.shop.svc.cluster.local:5673",
        "backend-port-missing",
    ),
    "the Service that a route of Linkerd is for": Mistake(
        "kind: Service, name: catalog, port: 9090", "kind: Service, name: catalgo, port: 9090",
        "backend-service-missing",
    ),
    "a port that an ingress controller exposes": Mistake(
        "shop/db:5432:PROXY", "shop/db:3306:PROXY", "backend-port-missing"
    ),
    "a Service that an ingress controller exposes": Mistake(
        "shop/queue:amqp", "shop/queu:amqp", "backend-service-missing"
    ),
    "a port of Traefik": Mistake(
        "[{name: cart, port: http}]", "[{name: cart, port: web}]", "backend-port-missing"
    ),
    "a port of a target group": Mistake(
        "{name: queue, port: amqp}", "{name: queue, port: ampq}", "backend-port-missing"
    ),
    "a Service of APISIX": Mistake(
        "serviceName: queue", "serviceName: queeu", "backend-service-missing"
    ),
    "a canary Service": Mistake(
        "canaryService: cart-canary", "canaryService: cart-canry", "backend-service-missing"
    ),
    "a canary Service for other pods": Mistake(
        "metadata: {name: cart-canary, namespace: shop}\nspec: {selector: {app: cart}",
        "metadata: {name: cart-canary, namespace: shop}\nspec: {selector: {app: queue}",
        "rollout-service-other-pods",
    ),
    "a conversion webhook on the default port": Mistake(
        "name: payments, port: 8443}}", "name: payments}}", "backend-port-missing"
    ),
    "a monitor with other labels": Mistake(
        "{selector: {matchLabels: {app: catalog}}, endpoints",
        "{selector: {matchLabels: {app: catalog-server}}, endpoints", "monitor-selects-nothing",
    ),
    "a scrape port of the Service": Mistake(
        'prometheus.io/port: "9102"', 'prometheus.io/port: "80"', "scrape-port-missing"
    ),
}  # fmt: skip
