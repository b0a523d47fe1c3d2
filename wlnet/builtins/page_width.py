"""How wide a page is: SetOptions[$Output, PageWidth -> n], which Print keeps to.

Until a program asks for a width, Print writes each value on a line of its own, however long: what reads the
output of a script wants it so.
"""

from __future__ import annotations

from ..expr import Expr, Integer, Node, S, String, is_head, is_rule
from ..kernel.builtin import symbol
from ..problem import Template
from ..syntax.line_breaks import broken

NO_WIDTH = Template(
    "width", "`1` is not a width of a page: a positive whole number or Infinity was expected."
)
STDOUT = S.OutputStream(String("stdout"), Integer(1))
_WIDTH = "page width"

symbol("$Output", "$Output is the list of the streams that Print writes to.", value=S.List(STDOUT))


def is_output(node: Node) -> bool:
    """Whether `node` is $Output or the stream in it."""
    if is_head(node, S.List) and len(node.args) == 1:
        node = node.args[0]
    return node == STDOUT or node == String("stdout")


def width_of(node: Node) -> int:
    """The number of characters that PageWidth asks for; 0 for any number."""
    if isinstance(node, Integer) and node.value > 0:
        return node.value
    if is_head(node, S.DirectedInfinity) or node is S.Infinity:
        return 0
    raise NO_WIDTH(node)


def set_output_options(k, rules: tuple[Node, ...]) -> Node:
    """SetOptions[$Output, PageWidth -> n]; the other options of streams change nothing here."""
    for rule in rules:
        if is_rule(rule) and rule.args[0] in (S.PageWidth, String("PageWidth")):
            k.state[_WIDTH] = width_of(rule.args[1])
    width = k.state.get(_WIDTH, 0)
    shown = Integer(width) if width else S.DirectedInfinity(Integer(1))
    return Expr(S.List, (S.Rule(S.PageWidth, shown),))


def on_page(k, text: str) -> str:
    """A text in lines that fit the page of $Output."""
    width = k.state.get(_WIDTH, 0)
    return broken(text, width) if width else text
