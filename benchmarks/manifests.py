"""Realistic Kubernetes manifests, generated from a number.

The same number produces the same text on every machine and Python version, so that results can be
compared: `random.Random.random` is the only generator that Python guarantees to be stable.
"""

from __future__ import annotations

from random import Random

WORDS = (
    "audit",
    "billing",
    "cart",
    "catalog",
    "export",
    "image",
    "mail",
    "order",
    "price",
    "stock",
)
TIERS = ("api", "worker", "web", "proxy", "store")
APPLICATIONS_PER_NAMESPACE = 25


class Application:
    """One application: the names that its manifests share, and a random generator."""

    def __init__(self, number: int) -> None:
        """Derive everything from the number, so that names are unique."""
        self.number = number
        self.random = Random(number)
        self.name = f"{self.pick(WORDS)}-{self.pick(TIERS)}-{number}"
        self.namespace = f"team-{number // APPLICATIONS_PER_NAMESPACE}"
        self.port = 8000 + self.below(1000)
        self.version = f"{self.below(9)}.{self.below(20)}.{self.below(40)}"

    def below(self, limit: int) -> int:
        """Return a random number from 0 up to the limit, exclusive."""
        return int(self.random.random() * limit)

    def pick(self, choices: list[str] | tuple[str, ...]) -> str:
        """Return a random choice."""
        return choices[self.below(len(choices))]

    def chance(self, probability: float) -> bool:
        """Return true with the given probability."""
        return self.random.random() < probability

    def metadata(self, name: str | None = None) -> str:
        """Return the metadata block of a document."""
        return f"""metadata:
  name: {name or self.name}
  namespace: {self.namespace}
  labels:
    app.kubernetes.io/name: {self.name}
    app.kubernetes.io/part-of: shop
    app.kubernetes.io/version: "{self.version}"
    app.kubernetes.io/managed-by: Helm
"""


def environment(app: Application) -> str:
    """Return the environment variables of a container; some containers have none."""
    variables = "".join(
        f'    - name: {app.pick(WORDS).upper()}_{index}\n      value: "{app.below(9999)}"\n'
        for index in range(app.below(7))
    )
    return f"    env:\n{variables}" if variables else ""


def container(app: Application) -> str:
    """Return a container with its ports, resources and probes."""
    arguments = f"    args: [--upstream=http://localhost:{app.port}, --verbose]\n"
    return f"""  - name: app
    image: registry.example.com/shop/{app.name}:{app.version}
    imagePullPolicy: IfNotPresent
{arguments if app.chance(0.03) else ""}    ports:
    - name: http
      containerPort: {app.port}
      protocol: TCP
    - name: metrics
      containerPort: 9090
    envFrom:
    - configMapRef:
        name: {app.name}
        optional: true
{environment(app)}    resources:
      requests: {{cpu: {50 + 50 * app.below(10)}m, memory: {64 << app.below(4)}Mi}}
      limits:
        memory: {512 << app.below(4)}Mi
    readinessProbe:
      httpGet:
        path: /health/ready
        port: http
      periodSeconds: 10
    livenessProbe:
      tcpSocket:
        port: {app.port}
      initialDelaySeconds: {app.below(30) + 5}
"""


def pod_template(app: Application, name: str, indent: str, more: str = "") -> str:
    """Return the pod template of a workload, at the given indentation."""
    text = f"""metadata:
  labels:
    app.kubernetes.io/name: {name}
  annotations:
    prometheus.io/scrape: "true"
    checksum/config: "{app.below(1 << 52):013x}"
spec:
{more}  serviceAccountName: {app.name}
  securityContext:
    runAsNonRoot: true
  containers:
{container(app)}"""
    return "".join(f"{indent}{line}\n" for line in text.splitlines())


def workload(app: Application, kind: str, more: str = "") -> str:
    """Return a Deployment, StatefulSet or DaemonSet."""
    replicas = "" if kind == "DaemonSet" else f"  replicas: {app.below(5) + 1}\n"
    return f"""apiVersion: apps/v1
kind: {kind}
{app.metadata()}spec:
{replicas}{more}  selector:
    matchLabels:
      app.kubernetes.io/name: {app.name}
  template:
{pod_template(app, app.name, "    ")}"""


def deployment(app: Application) -> str:
    """Return a Deployment."""
    return workload(app, "Deployment", "  revisionHistoryLimit: 3\n")


def stateful_set(app: Application) -> str:
    """Return a StatefulSet whose Service has the same name."""
    return workload(app, "StatefulSet", f"  serviceName: {app.name}\n")


def daemon_set(app: Application) -> str:
    """Return a DaemonSet."""
    return workload(app, "DaemonSet")


def service(app: Application, headless: bool = False) -> str:
    """Return the Service in front of the application's pods."""
    kind = "" if headless else f"  type: {'NodePort' if app.chance(0.1) else 'ClusterIP'}\n"
    address = "  clusterIP: None\n" if headless else ""
    return f"""apiVersion: v1
kind: Service
{app.metadata()}spec:
{kind}{address}  selector:
    app.kubernetes.io/name: {app.name}
  ports:
  - name: http
    port: 80
    protocol: TCP
    targetPort: {"http" if app.chance(0.6) else app.port}
  - name: metrics
    port: 9090
    targetPort: metrics
"""


def config_map(app: Application) -> str:
    """Return a ConfigMap with a few simple entries and files of several lengths."""
    entries = "".join(
        f"  {app.pick(WORDS)}.{index}: {app.pick(['on-demand', '30s', 'eu-west-1', '/srv/data'])}\n"
        for index in range(2 + app.below(6))
    )
    # A few long files account for most of the bytes, as in real repositories.
    lines = 150 if app.chance(0.07) else 4 + app.below(16)
    body = "".join(
        f"    {app.pick(WORDS)}.{app.pick(WORDS)}.limit = {app.below(100000)}\n"
        for _ in range(lines)
    )
    return f"""# Read at start; the pods are rolled when the checksum changes.
apiVersion: v1
kind: ConfigMap
{app.metadata()}data:
{entries}  application.properties: |
    # written by hand
{body}"""


def ingress(app: Application) -> str:
    """Return an Ingress that points at the Service."""
    return f"""apiVersion: networking.k8s.io/v1
kind: Ingress
{app.metadata()}  annotations:
    cert-manager.io/cluster-issuer: letsencrypt
    nginx.ingress.kubernetes.io/proxy-body-size: {app.below(60) + 1}m
spec:
  ingressClassName: nginx
  tls:
  - hosts:
    - {app.name}.example.com
    secretName: {app.name}-tls
  rules:
  - host: {app.name}.example.com
    http:
      paths:
      - path: /
        pathType: Prefix
        backend:
          service:
            name: {app.name}
            port:
              name: http
"""
