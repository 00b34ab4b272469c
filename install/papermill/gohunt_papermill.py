"""Lets papermill set parameters of notebooks whose cells are Go.

papermill loads the engine entry points of every installed package when it is imported.
This package is one, and registers a translator for Go as it is loaded: nothing has
to be passed on papermill's command line.

A parameter becomes one typed literal of Go, whatever it contains.
"""

import math
import re
import unicodedata

from papermill.engines import NBClientEngine
from papermill.exceptions import PapermillException
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

# The language, and the kernels that speak it.
KERNELS = ("go", "gohunt", "gonb", "gophernotes")

GO_KEYWORDS = frozenset(
    "break case chan const continue default defer else fallthrough for func go goto if import "
    "interface map package range return select struct switch type var".split()
)


class GohuntEngine(NBClientEngine):
    """papermill's own engine: only its name makes papermill load this module."""


class GoTranslator(Translator):
    """Writes Go."""

    @classmethod
    def translate_none(cls, val):
        return "any(nil)"

    @classmethod
    def translate_bool(cls, val):
        return "true" if val else "false"

    @classmethod
    def translate_int(cls, val):
        if -(2**63) <= val < 2**63:
            return str(val)
        if 0 <= val < 2**64:
            return f"uint64({val})"
        raise PapermillException(f"{val} does not fit into an integer of Go; pass it as a string, with -r")

    @classmethod
    def translate_float(cls, val):
        if math.isnan(val):
            return "math.NaN()"
        if math.isinf(val):
            return "math.Inf(1)" if val > 0 else "math.Inf(-1)"
        return repr(val)

    @classmethod
    def translate_str(cls, val):
        # Two halves of a surrogate pair become the one character that they mean.
        whole = val.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
        return '"' + "".join(_escape(c) for c in whole) + '"'

    @classmethod
    def translate_escaped_str(cls, str_val):
        # papermill hands values of any other type to this one.
        return cls.translate_str(str(str_val))

    @classmethod
    def translate_list(cls, val):
        return _composite(val, f"[]{_element(val)}", (cls._item(v, _element(val)) for v in val))

    @classmethod
    def translate_dict(cls, val):
        values = list(val.values())
        element = _element(values)
        items = (f"{cls.translate_str(str(k))}: {cls._item(v, element)}" for k, v in val.items())
        return _composite(val, f"map[string]{element}", items)

    @classmethod
    def _item(cls, val, element):
        return "nil" if val is None and element == "any" else cls.translate(val)

    @classmethod
    def comment(cls, cmt_str):
        return "\n".join(f"// {line}".rstrip() for line in str(cmt_str).splitlines())

    @classmethod
    def assign(cls, name, str_val):
        if not _is_identifier(name):
            raise PapermillException(f"the parameter {name!r} has no name of a Go variable: letters, digits and _")
        return f"var {name} = {str_val}"

    @classmethod
    def codify(cls, parameters, comment="Parameters"):
        lines = [cls.assign(name, cls.translate(value)) for name, value in parameters.items()]
        if any(_needs_math(value) for value in parameters.values()):
            lines.insert(0, 'import "math"')
        return "\n".join([cls.comment(comment), *lines]) + "\n"

    @classmethod
    def inspect(cls, parameters_cell):
        return [p for p in map(_parameter, _definitions(parameters_cell["source"])) if p is not None]


def _escape(char):
    code = ord(char)
    if char in '"\\':
        return "\\" + char
    if char in "\n\r\t":
        return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}[char]
    if 0xDC80 <= code <= 0xDCFF:  # a byte of the command line that is no UTF-8
        return f"\\x{code - 0xDC00:02x}"
    if 0xD800 <= code <= 0xDFFF:  # half a character is none
        return "\\ufffd"
    if unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp"):  # what cannot be seen, or turns the text around
        return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    return char


def _composite(val, type_name, items):
    return type_name + "{" + ", ".join(items) + "}"


def _type(val):
    if isinstance(val, str):
        return "string"
    if isinstance(val, bool):
        return "bool"
    if isinstance(val, int):
        return "int" if -(2**63) <= val < 2**63 else "uint64"
    if isinstance(val, float):
        return "float64"
    if isinstance(val, list):
        return "[]" + _element(val)
    if isinstance(val, dict):
        return "map[string]" + _element(list(val.values()))
    return "any" if val is None else "string"


def _element(values):
    """The type that every value has; int and float together are float64, all else any."""
    types = {_type(v) for v in values}
    if types == {"int", "float64"}:
        return "float64"
    return types.pop() if len(types) == 1 else "any"


def _needs_math(val):
    if isinstance(val, float):
        return not math.isfinite(val)
    if isinstance(val, dict):
        return any(map(_needs_math, val.values()))
    return isinstance(val, list) and any(map(_needs_math, val))


def _is_identifier(name):
    return bool(re.fullmatch(r"[^\W\d]\w*", name)) and name not in GO_KEYWORDS and name != "_"


# A value of Go up to the comment at its end: literals of text may hold //, and comments may stand at the ends of other lines.
VALUE = r"""(?:"(?:\\.|[^"\\])*"|`[^`]*`|'(?:\\.|[^'\\])*'|//[^\n]*\n|(?!//)[^"'`])*?"""
DEFINITION = re.compile(
    rf"^(?:(?:var|const)\s+)?(?P<name>[^\W\d]\w*)(?:\s+(?P<type>[\w\[*][\w.\[\]*]*))?\s*:?=(?!=)\s*(?P<value>{VALUE})\s*(?://\s*(?P<help>[^\n]*))?$",
    re.DOTALL,
)
TEXT = re.compile(r'"(?:\\.|[^"\\])*"|`[^`]*`|\'(?:\\.|[^\'\\])*\'|//[^\n]*')


def _definitions(source):
    """The lines of a cell, where a bracket that stays open joins a line to the next one; var ( ) is opened up."""
    held, group = "", False
    for line in source.splitlines():
        bare = line.strip()
        if not held and re.fullmatch(r"(var|const)\s*\(", bare):
            group = True
        elif not held and group and bare == ")":
            group = False
        elif held or bare:
            held = f"{held}\n{bare}" if held else bare
            code = TEXT.sub("", held)
            if sum(map(code.count, "([{")) <= sum(map(code.count, ")]}")) and held.count("`") % 2 == 0:
                yield held
                held = ""


def _parameter(definition):
    found = DEFINITION.match(definition)
    if not found or not _is_identifier(found["name"]):
        return None
    value = found["value"].strip().rstrip(";").rstrip()
    type_name = (found["type"] or "").strip() or _literal_type(value)
    return Parameter(found["name"], type_name, value, (found["help"] or "").strip())


def _literal_type(value):
    for type_name, pattern in (
        ("string", r'"(?:\\.|[^"\\])*"|`[^`]*`'),
        ("bool", "true|false"),
        ("int", r"[-+]?(?:0[xX][0-9a-fA-F_]+|0[oO]?[0-7_]+|0[bB][01_]+|[0-9][0-9_]*)"),
        ("float64", r"[-+]?(?:[0-9][0-9_]*)?\.?[0-9_]*(?:[eE][-+]?[0-9]+)?"),
        ("rune", r"'(?:\\.[^']*|[^'\\])'"),
    ):
        if value and re.fullmatch(pattern, value, re.DOTALL):
            return type_name
    composite = re.match(r"((?:\[\]|map\[\w+\])+[\w.]+)\{", value)
    return composite[1] if composite else "None"


for _name in KERNELS:
    papermill_translators._translators.setdefault(_name, GoTranslator)
