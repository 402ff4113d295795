"""Regular expressions with the syntax and the linear run time of Go's ``regexp``."""

from .classes import RegexError
from .matching import Regex, compile_regex

__all__ = ["Regex", "RegexError", "compile_regex"]
