"""Citations of law: reading them from a text and printing them, in each language that has a grammar file."""

from .parser import parse_references
from .printer import Style, print_reference
from .reference import CodeSource, Reference, ReferenceMatch

__all__ = ["CodeSource", "Reference", "ReferenceMatch", "Style", "parse_references", "print_reference"]
