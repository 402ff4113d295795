"""An organisation's own rules: ValidatingAdmissionPolicies, evaluated as the API server does.

``load_policies`` compiles policies, with their bindings, parameters and Namespaces, and reports
what is wrong with them; ``evaluate`` returns the results for one operation on one Service.
``structure`` checks policies and bindings, ``expressions`` compiles their CEL, and ``evaluation``
evaluates them; ``checker`` does all of this for the Services of a run.
"""

from svclint.policy.evaluation.evaluate import PolicyResult, evaluate
from svclint.policy.evaluation.request import CREATE, UPDATE
from svclint.policy.loading import load_policies
from svclint.policy.objects import Policies
from svclint.policy.problem import Problem

__all__ = ["CREATE", "UPDATE", "Policies", "PolicyResult", "Problem", "evaluate", "load_policies"]
