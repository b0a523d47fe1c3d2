"""What a function may use, by name: each declaration makes layers of one function of the language."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...expr import Expr, Node
from ...problem import Template

if TYPE_CHECKING:
    from .tracer import Tracer

Follow = Callable[["Tracer", Expr], "Node | None"]  # None: not in this form

FOLLOWED: dict[str, Follow] = {}  # with their arguments followed
HELD: dict[str, Follow] = {}  # with their arguments as they are written
OPERATOR_FORMS: set[str] = set()  # f[a][x] is f[a, x]
BEHIND: set[str] = set()  # f[a][x] is f[x, a]

NEEDS_DIMS = Template(
    "funcdims",
    "`1` needs the dimensions of its array; give the type of the port, as in FunctionLayer[f, `2` -> {3}].",
)


def follows(
    *names: str, least: int = 1, held: bool = False, operator: bool = False, behind: bool = False
) -> Callable[[Follow], Follow]:
    """Declare how functions of these names are followed, of `least` arguments or more.

    `operator`: f[a][x] is f[a, x]; `behind`: it is f[x, a].
    """

    def declare(follow: Follow) -> Follow:
        def checked(t: Tracer, node: Expr) -> Node | None:
            return follow(t, node) if len(node.args) >= least else None

        (HELD if held else FOLLOWED).update(dict.fromkeys(names, checked))
        OPERATOR_FORMS.update(names if operator else ())
        BEHIND.update(names if behind else ())
        return follow

    return declare
