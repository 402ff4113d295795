"""The organisation's own rules: ValidatingAdmissionPolicies, run offline as the server runs them.

``load_policies`` reads them, with their bindings, parameters and Namespaces, and says what is
wrong with them; ``evaluate`` holds one operation on one Service against them.
"""

from svclint.policy.evaluation.evaluate import PolicyResult, evaluate
from svclint.policy.evaluation.request import CREATE, UPDATE
from svclint.policy.loading import load_policies
from svclint.policy.objects import Policies
from svclint.policy.problem import Problem

__all__ = ["CREATE", "UPDATE", "Policies", "PolicyResult", "Problem", "evaluate", "load_policies"]
