"""Regular expressions with the syntax and the linear run time of Go's ``regexp``."""

from .classes import RegexError
from .matching import Regex, check_regex, compile_regex

__all__ = ["Regex", "RegexError", "check_regex", "compile_regex"]
