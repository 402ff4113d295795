"""The organisation's own rules: ValidatingAdmissionPolicies, run offline as the server runs them.

``load_policies`` reads them, with their bindings, parameters and Namespaces, and says what is
wrong with them; ``judge`` holds one operation on one Service against them.
"""

from svclint.policy.judging import Answer, judge
from svclint.policy.loading import load_policies
from svclint.policy.objects import Policies
from svclint.policy.problems import Problem
from svclint.policy.request import CREATE, UPDATE

__all__ = ["CREATE", "UPDATE", "Answer", "Policies", "Problem", "judge", "load_policies"]
