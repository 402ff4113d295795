"""Words that CEL reserves: they cannot be identifiers, though no syntax uses them yet.

Source: "Reserved" in the language definition (github.com/google/cel-spec).
"""

RESERVED = frozenset(
    [
        "as",
        "break",
        "const",
        "continue",
        "else",
        "for",
        "function",
        "if",
        "import",
        "let",
        "loop",
        "package",
        "namespace",
        "return",
        "var",
        "void",
        "while",
    ]
)
