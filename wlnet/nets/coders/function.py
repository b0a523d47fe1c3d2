"""The "Function" coders: any function of the language that makes an array, or something of one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...arrays import NumericArray, array_of
from ...convert import NOT_CONVERTED
from ...expr import TRUE, Expr, Node, S, String, Value, is_head, to_node
from ..coder import Decoder, Encoder, Evaluate, Misfit, coder, fits, raw, wants_raw
from ..coder_parameters import REQUIRED, Declared, Parameter, anything, lengths, truth
from ..kinds import Lengths
from ..ragged import Column
from ..shapes import Dims, Size, describe
from ..text_columns import column_of

_FUNCTION = Parameter("Function", "function", anything, "a function", REQUIRED, positional=True)


class _Sizes(tuple[Size, ...]):
    def to_node(self) -> Node:
        return S.List(*map(to_node, self))


def _sizes(node: Node) -> object:
    """Sizes, of which the first may vary."""
    items = node.args if is_head(node, S.List) else (node,)
    varying = bool(items) and items[0] == String("Varying")
    rest = lengths(S.List(*items[varying:]))
    return rest if rest is NOT_CONVERTED or not varying else ("Varying", *rest)


@coder
class FunctionEncoder(Declared, Encoder):
    """NetEncoder[{"Function", f, {d1, d2, ...}}] encodes x as f[x], an array of d1 x d2 x ... numbers.

    The first size may be "Varying".  With "Batched" -> True f is given the list of all examples.
    "Pattern" -> p refuses what does not match.  Initialization :> expr is evaluated before.  SaveDefinitions,
    ExcludedContexts and IncludedContexts are kept, but definitions that f needs are not saved with it.
    """

    name = "Function"
    parameters = (
        _FUNCTION,
        Parameter("Output", "sizes", _sizes, Lengths.expected, REQUIRED, positional=True),
        Parameter("Batched", "batched", truth, "True or False", False),
        Parameter("Pattern", "pattern", anything, "a pattern or None"),
        Parameter("SaveDefinitions", "saved", truth, "True or False", True),
        Parameter("Initialization", "first", anything, "an expression or None"),
        Parameter("ExcludedContexts", "excluded", anything, "Automatic or contexts", S.Automatic),
        Parameter("IncludedContexts", "included", anything, "All or contexts", S.All),
    )

    def __init__(
        self,
        function: Node,
        sizes: tuple[Size, ...],
        batched: bool = False,
        pattern: Node | None = None,
        saved: bool = True,
        first: Node | None = None,
        excluded: Node = S.Automatic,
        included: Node = S.All,
    ):
        self.function, self.sizes, self.batched, self.pattern = function, _Sizes(sizes), batched, pattern
        self.saved, self.first, self.excluded, self.included = saved, first, excluded, included
        self.dims: tuple[Size, ...] = tuple(sizes)

    def arguments(self) -> tuple[Node, ...]:
        return tuple(_delayed(argument) for argument in super().arguments())

    def encode(self, examples: Sequence[Node], evaluate: Evaluate) -> Column:
        if self.first is not None:
            evaluate(self.first)
        if self.pattern is not None:
            for place, example in enumerate(examples):
                if evaluate(S.MatchQ(example, self.pattern)) is not TRUE:
                    raise Misfit(place, "something that matches the pattern of the encoder")
        if self.batched:
            return self._at_once(examples, evaluate)
        rows = []
        for place, example in enumerate(examples):
            array = array_of(evaluate(Expr(self.function, (example,))))
            if array is None or not fits(array.shape, self.dims):
                raise Misfit(place, self._expected)
            rows.append(array)
        if self.dims[:1] == ("Varying",) and rows:
            whole = np.concatenate(rows).astype(np.float32)
            return column_of(whole, np.array([len(row) for row in rows]))
        sizes = [n if isinstance(n, int) else 0 for n in self.dims]
        return np.array(rows, dtype=np.float32).reshape(-1, *sizes)

    @property
    def _expected(self) -> str:
        return f"something that the function of the encoder makes {describe(self.dims)} of"

    def _at_once(self, examples: Sequence[Node], evaluate: Evaluate) -> Column:
        made = evaluate(Expr(self.function, (S.List(*examples),)))
        array = array_of(made)
        if array is not None and len(array) == len(examples) and fits(array.shape[1:], self.dims):
            return array.astype(np.float32)
        rows = [array_of(node) for node in made.args] if is_head(made, S.List) else []
        fitting = [row for row in rows if row is not None and fits(row.shape, self.dims)]
        if self.dims[:1] == ("Varying",) and len(fitting) == len(examples):
            return column_of(np.concatenate(fitting).astype(np.float32), np.array(list(map(len, fitting))))
        for place, node in enumerate(made.args if is_head(made, S.List) else ()):
            each = array_of(node)
            if each is None or not fits(each.shape, self.dims):
                raise Misfit(place, self._expected)
        raise Misfit(0, f"a list of which the function of the encoder makes {len(examples)} arrays")


def _delayed(argument: Node) -> Node:
    """Initialization is written so that it stays unevaluated."""
    first = is_head(argument, S.Rule) and argument.args[0] is S.Initialization
    return S.RuleDelayed(*argument.args) if first else argument


def _names(node: Node) -> object:
    names = [n.value for n in node.args if isinstance(n, String)] if is_head(node, S.List) else []
    return tuple(names) if is_head(node, S.List) and len(names) == len(node.args) else NOT_CONVERTED


@coder
class FunctionDecoder(Declared, Decoder):
    """NetDecoder[{"Function", f}] gives f[array] for the array that a net gives.

    With "Properties" -> {"p1", ...} it gives f[array, property], the first one unless another is asked for.
    """

    name = "Function"
    parameters = (_FUNCTION, Parameter("Properties", "names", _names, "a list of strings", ()))
    dims: Dims = None

    def __init__(self, function: Node, names: tuple[str, ...] = ()):
        self.function, self.names = function, names

    @property
    def properties(self) -> tuple[str, ...]:  # type: ignore[override]
        return self.names or ("Decision",)

    def decode(self, batch: np.ndarray, wanted: Node, evaluate: Evaluate) -> list[Node]:
        if wants_raw(wanted):
            return raw(batch)
        name = wanted.args[0] if wanted.args and not isinstance(wanted, String) else wanted
        if not isinstance(name, String) or name.value not in self.properties:
            raise self.no_property(wanted)
        extra = (wanted,) if self.names else ()
        return [evaluate(Expr(self.function, (_array(row), *extra))) for row in batch]


def _array(row: np.ndarray) -> Node:
    """One example for the function: an array, or the number that it is."""
    return Value(NumericArray(row)) if row.ndim else to_node(float(row))
