"""Manifests that accompany a workload: accounts, policies, volumes, jobs."""

from __future__ import annotations

import json

from benchmarks.manifests import WORDS, Application, pod_template


def service_account(app: Application) -> str:
    """Return a ServiceAccount."""
    return f"""apiVersion: v1
kind: ServiceAccount
{app.metadata()}automountServiceAccountToken: false
"""


def secret(app: Application) -> str:
    """Return a Secret."""
    return f"""apiVersion: v1
kind: Secret
{app.metadata()}type: Opaque
stringData:
  username: {app.pick(WORDS)}
  password: "{app.below(1 << 40):x}"
  url: postgres://{app.name}-db:5432/{app.pick(WORDS)}?sslmode=disable
"""


def autoscaler(app: Application) -> str:
    """Return a HorizontalPodAutoscaler."""
    return f"""apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
{app.metadata()}spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: {app.name}
  minReplicas: 2
  maxReplicas: {app.below(20) + 3}
  metrics:
  - type: Resource
    resource:
      name: cpu
      target:
        type: Utilization
        averageUtilization: {app.below(40) + 50}
"""


def network_policy(app: Application) -> str:
    """Return a NetworkPolicy."""
    return f"""apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
{app.metadata()}spec:
  podSelector:
    matchLabels:
      app.kubernetes.io/name: {app.name}
  policyTypes: [Ingress]
  ingress:
  - from:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: ingress-nginx
    - ipBlock:
        cidr: 10.{app.below(256)}.0.0/16
    ports:
    - port: {app.port}
      protocol: TCP
"""


def disruption_budget(app: Application) -> str:
    """Return a PodDisruptionBudget."""
    return f"""apiVersion: policy/v1
kind: PodDisruptionBudget
{app.metadata()}spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app.kubernetes.io/name: {app.name}
"""


def volume_claim(app: Application) -> str:
    """Return a PersistentVolumeClaim."""
    return f"""apiVersion: v1
kind: PersistentVolumeClaim
{app.metadata()}spec:
  accessModes: ["ReadWriteOnce"]
  storageClassName: fast
  resources:
    requests:
      storage: {app.below(90) + 10}Gi
"""


def cron_job(app: Application) -> str:
    """Return a CronJob."""
    # Labels of its own, so that the Service does not select its pods.
    name = f"{app.name}-nightly"
    template = pod_template(app, name, "        ", "  restartPolicy: OnFailure\n")
    return f"""apiVersion: batch/v1
kind: CronJob
{app.metadata(name)}spec:
  schedule: "{app.below(60)} {app.below(24)} * * *"
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      template:
{template}"""


def role(app: Application) -> str:
    """Return a Role."""
    return f"""apiVersion: rbac.authorization.k8s.io/v1
kind: Role
{app.metadata()}rules:
- apiGroups: [""]
  resources: ["configmaps", "secrets"]
  verbs: ["get", "list", "watch"]
- apiGroups:
  - apps
  resources:
  - deployments
  verbs:
  - get
"""


def service_monitor(app: Application) -> str:
    """Return a custom resource, for which there is no built-in schema."""
    return f"""apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
{app.metadata()}spec:
  selector:
    matchLabels:
      app.kubernetes.io/name: {app.name}
  endpoints:
  - port: metrics
    interval: 30s
"""


def json_service(app: Application) -> str:
    """Return a Service as JSON, as generators write it."""
    selector = {"app.kubernetes.io/name": app.name}
    document = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": app.name, "namespace": app.namespace, "labels": selector},
        "spec": {"selector": selector, "ports": [{"name": "http", "port": 80}]},
    }
    return json.dumps(document, indent=2) + "\n"
