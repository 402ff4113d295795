"""A small shop whose callers are right."""

from __future__ import annotations

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
            - {name: CATALOG_TARGET, value: "dns:///catalog.shop:9090"}
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
  app.yaml: |
    jobs:
      host: queue
      port: 5672
    cart: {"address": "cart", "port": 80}
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
kind: Middleware
metadata: {name: login, namespace: shop}
spec: {forwardAuth: {address: "http://cart.shop.svc/login"}}
---
apiVersion: sources.knative.dev/v1
kind: PingSource
metadata: {name: nightly, namespace: shop}
spec: {schedule: "0 1 * * *", sink: {uri: "http://cart.shop.svc.cluster.local/nightly"}}
---
apiVersion: linkerd.io/v1alpha2
kind: ServiceProfile
metadata: {name: queue.shop.svc.cluster.local, namespace: shop}
spec: {dstOverrides: [{authority: "queue.shop.svc.cluster.local:5672", weight: 1}]}
---
apiVersion: policy.linkerd.io/v1beta3
kind: HTTPRoute
metadata: {name: grpc, namespace: shop}
spec:
  parentRefs: [{group: core, kind: Service, name: catalog, port: 9090}]
  rules: [{backendRefs: [{name: catalog, port: 9090}]}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: tcp-services, namespace: infra}
data: {"5672": "shop/queue:amqp", "5432": "shop/db:5432:PROXY"}
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
