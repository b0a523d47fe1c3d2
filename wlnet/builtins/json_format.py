"""JSON: objects as associations ("RawJSON") or as lists of rules ("JSON")."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from ..expr import (
    FALSE,
    NULL,
    TRUE,
    BigReal,
    Expr,
    Integer,
    Node,
    Rational,
    Real,
    S,
    String,
    Value,
    is_head,
    is_rule,
)
from ..kernel.association import is_association, pairs_of
from ..kernel.file_formats import FileFormat, Options, Source, declare_format
from ..problem import Template

NO_JSON = Template("jsonbad", "`1` cannot be written as JSON.")
NO_KEY = Template("jsonkey", "`1` cannot be a key in JSON, where keys are texts.")
_CONSTANTS = {TRUE: True, FALSE: False, NULL: None, S.Missing: None}


def raw(k, source: Source, options: Options) -> Node:
    return _parsed(k, source, lambda pairs: pairs_of([(String(key), value) for key, value in pairs]))


def rules(k, source: Source, options: Options) -> Node:
    return _parsed(
        k, source, lambda pairs: Expr(S.List, tuple([S.Rule(String(key), value) for key, value in pairs]))
    )


def _parsed(k, source: Source, build: Any) -> Node:
    def made(pairs: Iterable[tuple[str, Any]]) -> Node:
        return build([(key, node(value)) for key, value in pairs])

    def node(value: Any) -> Node:
        if isinstance(value, Node):
            return value
        if isinstance(value, list):
            return k.evaluated_list(map(node, value))
        if value is None or isinstance(value, bool):
            return NULL if value is None else TRUE if value else FALSE
        return String(value) if isinstance(value, str) else _number(value)

    return node(json.loads(source.text(), object_pairs_hook=made))


def _number(value: float) -> Node:
    return Integer(value) if isinstance(value, int) else Real(value)


def write(k, value: Node, options: Options) -> bytes:
    compact = options.get("Compact") is TRUE
    indent = None if compact else "\t"
    text = json.dumps(_plain(value), ensure_ascii=False, indent=indent, separators=(",", ":"))
    return text.encode("utf-8")


def _plain(node: Node) -> Any:
    """The Python value of an expression that JSON can say."""
    if type(node) is Integer or type(node) is String or type(node) is Real:
        return node.value
    if type(node) is Rational or type(node) is BigReal:
        return float(node.value)
    if is_head(node, S.Missing):
        return None
    if node in _CONSTANTS:
        return _CONSTANTS[node]
    if is_association(node) or (is_head(node, S.List) and node.args and all(map(is_rule, node.args))):
        return {_key(rule.args[0]): _plain(rule.args[1]) for rule in node.args}
    if is_head(node, S.List):
        return [_plain(item) for item in node.args]
    if type(node) is Value:
        return _plain(node.value.to_node().args[0]) if node.value.wl_head == "NumericArray" else _no(node)
    return _no(node)


def _no(node: Node) -> Any:
    raise NO_JSON(node)


def _key(node: Node) -> str:
    if type(node) is not String:
        raise NO_KEY(node)
    return node.value


declare_format(FileFormat("RawJSON", (), {"Data": raw}, write, ("Compact",)))
declare_format(
    FileFormat("JSON", (".json", ".geojson"), {"Data": rules, "RawJSON": raw}, write, ("Compact",))
)
