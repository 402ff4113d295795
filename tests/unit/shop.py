"""A small shop whose callers are right, and mistakes to plant into it one by one."""

from __future__ import annotations

from typing import NamedTuple


class Mistake(NamedTuple):
    """A text of the shop, what somebody wrote instead, and the rule that reports it."""

    right: str
    wrong: str
    rule: str


SHOP = """\
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {team: shop}}
---
apiVersion: v1
kind: Service
metadata: {name: catalog, namespace: shop, labels: {app: catalog}}
spec:
  selector: {app: catalog}
  ports: [{name: http, port: 80, targetPort: http}, {name: grpc, port: 9090, targetPort: grpc}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: catalog-server, namespace: shop}
spec:
  selector: {matchLabels: {app: catalog}}
  template:
    metadata:
      labels: {app: catalog}
      annotations: {prometheus.io/scrape: "true", prometheus.io/port: "9102"}
    spec:
      containers:
        - name: server
          image: catalog:1
          ports:
            - {name: http, containerPort: 8080}
            - {name: grpc, containerPort: 9091}
            - {name: metrics, containerPort: 9102}
          args: [--search-url=http://search:9200/items, --payments-host, payments.money]
          command: [sh, -c, "until nc -z db:5432; do sleep 1; done; exec server"]
          env:
            - {name: CART_URL, value: "http://cart/v1"}
            - {name: DATABASE_URL, value: "postgres://shop:secret@db-0.db:5432/shop"}
            - {name: PAYMENTS_URL, value: "http://payments.money.svc.cluster.local:8443/pay"}
            - {name: QUEUE_HOST, value: queue}
            - {name: QUEUE_PORT, value: "5672"}
            - {name: BROKERS, value: "db-0.db.shop.svc:5432,db-1.db.shop.svc:5432"}
---
apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop, labels: {app: cart}}
spec: {selector: {app: cart}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: cart, namespace: shop}
spec:
  selector: {matchLabels: {app: cart}}
  strategy: {canary: {stableService: cart, canaryService: cart-canary}}
  template:
    metadata: {labels: {app: cart}}
    spec: {containers: [{name: cart, image: "cart:1", ports: [{containerPort: 8080}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: cart-canary, namespace: shop}
spec: {selector: {app: cart}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: v1
kind: Service
metadata: {name: search, namespace: shop}
spec: {type: ExternalName, externalName: search.example.com}
---
apiVersion: v1
kind: Service
metadata: {name: queue, namespace: shop}
spec: {selector: {app: queue}, ports: [{name: amqp, port: 5672, targetPort: 5672}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: queue, namespace: shop}
spec:
  selector: {matchLabels: {app: queue}}
  template:
    metadata: {labels: {app: queue}}
    spec: {containers: [{name: queue, image: "queue:1", ports: [{containerPort: 5672}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec: {clusterIP: None, selector: {app: db}, ports: [{name: sql, port: 5432, targetPort: 5432}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop}
spec:
  serviceName: db
  replicas: 2
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec: {containers: [{name: db, image: "db:1", ports: [{containerPort: 5432}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: payments, namespace: money}
spec: {selector: {app: payments}, ports: [{name: https, port: 8443, targetPort: 8443}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: payments, namespace: money}
spec:
  selector: {matchLabels: {app: payments}}
  template:
    metadata: {labels: {app: payments}}
    spec: {containers: [{name: pay, image: "pay:1", ports: [{containerPort: 8443}]}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: catalog, namespace: shop}
data:
  CATALOG_HOST: catalog
  nginx.conf: |
    # proxy_pass http://old:81;
    location /cart { proxy_pass http://cart:80; }
    upstream catalog { server catalog.shop.svc:80; }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: public, namespace: infra}
spec:
  gatewayClassName: example
  listeners:
    - name: https
      port: 443
      protocol: HTTPS
      hostname: "*.shop.example"
      allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {team: shop}}}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: catalog, namespace: shop}
spec:
  parentRefs: [{name: public, namespace: infra, sectionName: https}]
  hostnames: [www.shop.example]
  rules: [{backendRefs: [{name: catalog, port: 80}]}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata: {name: catalog, namespace: shop}
spec:
  parentRefs: [{name: public, namespace: infra}]
  hostnames: [grpc.shop.example]
  rules: [{backendRefs: [{name: catalog, port: 9090}]}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: BackendTLSPolicy
metadata: {name: payments, namespace: money}
spec:
  targetRefs: [{group: "", kind: Service, name: payments, sectionName: https}]
  validation: {hostname: payments.example, wellKnownCACertificates: System}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: cart, namespace: shop}
spec:
  hosts: [cart]
  http: [{route: [{destination: {host: cart.shop.svc.cluster.local, port: {number: 80}}}]}]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: cart, namespace: shop}
spec: {host: cart}
---
apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata: {name: cart, namespace: shop}
spec: {routes: [{kind: Rule, match: Host(`c.example`), services: [{name: cart, port: http}]}]}
---
apiVersion: elbv2.k8s.aws/v1beta1
kind: TargetGroupBinding
metadata: {name: queue, namespace: shop}
spec: {serviceRef: {name: queue, port: amqp}, targetGroupARN: "arn:aws:x"}
---
apiVersion: apisix.apache.org/v2
kind: ApisixRoute
metadata: {name: queue, namespace: shop}
spec: {stream: [{name: q, backend: {serviceName: queue, servicePort: 5672}}]}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: items.shop.example}
spec:
  conversion:
    strategy: Webhook
    webhook:
      clientConfig: {service: {namespace: money, name: payments, port: 8443}}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: catalog, namespace: shop}
spec: {selector: {matchLabels: {app: catalog}}, endpoints: [{port: http}]}
"""

MISTAKES = {
    "a URL with the port of the container": Mistake(
        "http://cart/v1", "http://cart:8080/v1", "dns-name-port-missing"
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
    "a port in a file of a ConfigMap": Mistake(
        "proxy_pass http://cart:80;", "proxy_pass http://cart:8080;", "dns-name-port-missing"
    ),
    "a full name in a file of a ConfigMap": Mistake(
        "server catalog.shop.svc:80;", "server catalogue.shop.svc:80;", "dns-name-service-missing"
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
