"""The Common Expression Language, as kube-apiserver 1.36 runs it: cel-go 0.26 and more.

``compile_expression`` parses and type-checks, ``Program.evaluate`` runs within a cost limit.
Nothing here knows of policies or Services. Sources: the CEL language definition
(github.com/google/cel-spec), and KEP-2876 and KEP-3488 for what Kubernetes adds.
"""

from svclint.cel.environment import Environment
from svclint.cel.errors import (
    CelError,
    CompileError,
    EvaluationStopped,
    Issue,
    ProgramError,
    Unknowable,
)
from svclint.cel.program import Outcome, Program, compile_expression

__all__ = [
    "CelError",
    "CompileError",
    "Environment",
    "EvaluationStopped",
    "Issue",
    "Outcome",
    "Program",
    "ProgramError",
    "Unknowable",
    "compile_expression",
]
