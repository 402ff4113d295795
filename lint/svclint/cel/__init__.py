"""The Common Expression Language (CEL) as Kubernetes runs it, in Python without dependencies.

An expression is compiled against an environment, which declares its variables, and the program is
evaluated with their values::

    >>> from svclint import cel
    >>> environment = cel.Environment({"object": cel.types.DYN})
    >>> program = cel.compile_expression("object.spec.ports.all(p, p.port > 1023)", environment)
    >>> str(program.type)
    'bool'
    >>> program.evaluate({"object": {"spec": {"ports": [{"port": 80}]}}}).value
    False

Types, functions, costs, limits and error messages are those of kube-apiserver 1.36, which uses
cel-go 0.26. Values that are not known may be passed as ``Unknown``; an outcome that depends on
one names it.

An expression goes through ``parse`` (syntax tree, macros), ``check`` (types), ``plan`` (functions)
and ``runtime`` (evaluation). ``library`` declares the functions of the language, with ``regex`` and
``text`` for the formats of Go. The package imports nothing from outside itself and the standard
library.

Sources: the CEL language definition (github.com/google/cel-spec), cel-go, and KEP-2876 and
KEP-3488 for what Kubernetes adds.
"""

from . import types
from .budget import Budget, is_exhausted, spend
from .environment import Environment
from .errors import (
    CelError,
    CompileError,
    EvaluationStopped,
    Issue,
    LimitExceeded,
    ProgramError,
    Unknowable,
)
from .program import Outcome, Program, compile_expression
from .types import Type
from .values import Unknown

__all__ = [
    "Budget",
    "CelError",
    "CompileError",
    "Environment",
    "EvaluationStopped",
    "Issue",
    "LimitExceeded",
    "Outcome",
    "Program",
    "ProgramError",
    "Type",
    "Unknowable",
    "Unknown",
    "compile_expression",
    "is_exhausted",
    "spend",
    "types",
]
