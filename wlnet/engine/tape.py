"""A training step of a small net, written down once and played again without autograd.

For a net of a few neurons nearly all of a step's time goes into building and walking autograd's graph, not
into arithmetic.  A step on a batch of known size is always the same list of tensor operations, forward and
backward; a `Tape` is that list, as PyTorch itself performed it, turned into a Python function.  It does the
same operations in the same order and gives the same bits, several times faster.

Larger nets gain less, but still some percent: gradients are written straight to their places.

Steps with randomness or a value that Python looked at (`item`) cannot be played, and very large ones would
need too much memory while they are recorded. Rejected: `torch.compile` and `make_fx`, which take a second and
more to start.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, groupby
from typing import Any

from ..lazy import torch

LARGEST = 2**24  # numbers in all results of a step, which are held while it is recorded
LARGE = 2**12  # numbers from which a result is let go as soon as it is not needed
LOOKED_AT = {"aten::_local_scalar_dense", "aten::equal", "aten::is_nonzero"}
KEPT = 2**16  # numbers in a result that is the same in every step, from which it is made anew
SAME = {"aten::detach", "aten::alias"}  # operations that give their argument
CONSTANT = {  # operations whose result depends on no numbers
    "aten::arange",
    "aten::full",
    "aten::new_zeros",
    "aten::ones_like",
    "aten::scalar_tensor",
    "aten::zeros",
    "aten::zeros_like",
}
RESHAPES = {"aten::view", "aten::_unsafe_view"}


@dataclass(frozen=True, eq=False)
class Call:
    """`results = function(*args, **kwargs)`, as it was performed."""

    function: Any
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    results: tuple[Any, ...]
    several: bool  # whether `results` was a tuple

    @property
    def name(self) -> str:
        return self.function._schema.name

    @property
    def changes(self) -> bool:
        """Whether it writes to an argument."""
        return self.function._schema.is_mutable

    def inputs(self) -> Iterator[Any]:
        yield from _tensors((self.args, self.kwargs.values()))

    def tensors(self) -> Iterator[Any]:
        """The results that are there; None stands for a gradient that nobody needs."""
        yield from _tensors(self.results)


def _storage(tensor: Any) -> int:
    """Tells where a tensor lies in memory."""
    return int(tensor.untyped_storage().data_ptr())


def _tensors(value: Any) -> Iterator[Any]:
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, Iterable) and not isinstance(value, str):
        for part in value:
            yield from _tensors(part)


def record(step: Callable[[], Any]) -> tuple[Any, list[Call]]:
    """Perform a step: what it gives, and the operations that it took."""
    calls: list[Call] = []
    with _recorder()(calls):
        result = step()
    return result, calls


@cache
def _recorder() -> type:
    class Recorder(torch.utils._python_dispatch.TorchDispatchMode):
        """Writes down every operation below autograd."""

        def __init__(self, calls: list[Call]):
            super().__init__()
            self.calls = calls

        @classmethod
        def _should_skip_dynamo(cls) -> bool:
            """No: to skip PyTorch's compiler it would have to be imported first, which takes a second."""
            return False

        def __torch_dispatch__(self, function: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            found = function(*args, **(kwargs or {}))
            several = isinstance(found, (tuple, list))
            self.calls.append(
                Call(function, args, kwargs or {}, tuple(found) if several else (found,), several)
            )
            return found

    return Recorder


def playable(calls: Iterable[Call], lasting: Iterable[Any]) -> bool:
    """Whether a step can be played again and would gain by it; it must not write to `lasting`."""
    size, kept = 0, {id(tensor) for tensor in lasting}
    for call in calls:
        if call.name in LOOKED_AT or any(
            isinstance(value, torch.Generator) for value in call.kwargs.values()
        ):
            return False
        if torch.Tag.nondeterministic_seeded in call.function.tags:
            return False
        if call.changes and any(id(tensor) in kept for tensor in call.inputs()):
            return False
        if not all(result is None or isinstance(result, torch.Tensor) for result in call.results):
            return False
        size += sum(result.numel() for result in call.tensors())
    return size <= LARGEST


class Tape:
    """The operations of a step as `play(*batch)`: it gives the `outputs`, the gradients go to `targets`.

    `arrays` are the trained arrays, in the order of `gradients` and `targets`; where a gradient is None the
    target is set to 0.
    `text` is the Python code of `play`.
    """

    def __init__(
        self,
        calls: Sequence[Call],
        batch: Sequence[Any],
        arrays: Sequence[Any],
        outputs: Sequence[Any],
        gradients: Sequence[Any],
        targets: Sequence[Any],
    ):
        self._names = {id(tensor): f"x{i}" for i, tensor in enumerate(batch)}
        self._fixed = {id(tensor): tensor.detach() for tensor in arrays}
        self._made = {id(result) for call in calls for result in call.tensors()}
        self._same: dict[int, Any] = {}
        self._scope: dict[str, Any] = {}
        pairs = [(g, target) for g, target in zip(gradients, targets, strict=True) if g is not None]
        pairs = _joined(pairs, {id(result): call for call in calls for result in call.tensors()})
        left = self._needed(self._simplified(calls), [*outputs, *(g for g, _ in pairs)])
        self._written: dict[int, Any] = {}
        pairs, left = self._write_directly(pairs, left, outputs)
        absent = [target for g, target in zip(gradients, targets, strict=True) if g is None]
        lines = self._lines(left, [*outputs, *(g for g, _ in pairs)])
        lines += [f"{self._constant(target.zero_)}()" for target in absent]
        if pairs:
            found, places = [g for g, _ in pairs], [target for _, target in pairs]
            lines.append(
                f"{self._constant(torch._foreach_copy_)}({self._constant(places)}, {self._text(found)})"
            )
        parameters = ", ".join(f"x{i}" for i in range(len(batch)))
        self.text = "\n    ".join([f"def play({parameters}):", *lines, f"return {self._text(outputs)}"])
        exec(compile(self.text, "<tape>", "exec"), self._scope)
        self.play: Callable[..., Any] = self._scope["play"]

    def _simplified(self, calls: Sequence[Call]) -> list[Call]:
        """Without operations that give what is there already, and with views of fixed tensors taken now."""
        left, turned = [], dict[int, Any]()
        changed = {_storage(tensor) for call in calls if call.changes for tensor in call.inputs()}
        for call in calls:
            (result, *_), first = call.results, self._real(next(call.inputs(), None))
            if call.name in SAME or (result is first and result is not None):
                self._same[id(result)] = first
                if call.changes:
                    left.append(call)
            elif call.name == "aten::t" and id(first) in turned:
                self._same[id(result)] = turned[id(first)]
            elif call.function.is_view and all(self._is_fixed(tensor) for tensor in call.inputs()):
                found = call.function(*self._values(call.args), **call.kwargs)
                views = found if call.several else (found,)
                self._fixed.update((id(r), view) for r, view in zip(call.results, views, strict=True))
            elif self._is_constant(call) and _storage(result) not in changed:
                self._fixed[id(result)] = result
            elif call.name == "aten::cat" and (whole := self._in_memory(call)) is not None:
                self._fixed[id(result)] = whole
            else:
                left.append(call)
            if call.name == "aten::t":
                turned[id(result)] = first
        return left

    def _is_constant(self, call: Call) -> bool:
        """Whether an operation gives the same in every step, and so little that it may be kept."""
        return call.name in CONSTANT and call.results[0].numel() <= KEPT

    def _in_memory(self, call: Call) -> Any:
        """Fixed tensors that are put behind each other, if that is how they lie in memory; else None."""
        tensors, along = call.args[0], (*call.args[1:], 0)[0]
        fixed = along == 0 and all(self._is_fixed(tensor) for tensor in tensors)
        return _whole(self._values(tensors)) if fixed else None

    def _needed(self, calls: Sequence[Call], ends: Sequence[Any]) -> list[Call]:
        """Without operations whose results nobody uses."""
        used, left = {id(self._real(end)) for end in ends}, []
        for call in reversed(calls):
            if call.changes or any(id(result) in used for result in call.tensors()):
                used |= {id(self._real(tensor)) for tensor in call.inputs()}
                left.append(call)
        return left[::-1]

    def _write_directly(
        self, pairs: list[tuple[Any, Any]], calls: list[Call], outputs: Sequence[Any]
    ) -> tuple[list[tuple[Any, Any]], list[Call]]:
        """Let operations that make a gradient write it in place; the pairs and calls still needed."""
        maker = {id(result): call for call in calls for result in call.tensors()}
        uses = Counter(id(self._real(tensor)) for call in calls for tensor in call.inputs())
        uses.update(id(self._real(end)) for end in (*outputs, *(g for g, _ in pairs)))
        copied, dropped = [], set()
        for gradient, target in pairs:
            end, views = self._real(gradient), []
            while uses[id(end)] == 1 and (call := maker.get(id(end))) and call.name in RESHAPES:
                views.append(call)
                end = self._real(call.args[0])
            call = maker.get(id(end))
            if uses[id(end)] == 1 and call and not call.changes and _direct(call, out=True):
                self._written[id(end)] = target.view(end.shape)
                dropped.update(views)
            else:
                copied.append((gradient, target))
        return copied, [call for call in calls if call not in dropped]

    def _real(self, tensor: Any) -> Any:
        """The tensor that one which is the same stands for."""
        while id(tensor) in self._same and self._same[id(tensor)] is not tensor:
            tensor = self._same[id(tensor)]
        return tensor

    def _is_fixed(self, tensor: Any) -> bool:
        """Whether a tensor is there from one step to the next: an array, a view of one, or a constant."""
        key = id(self._real(tensor))
        return key in self._fixed or not (key in self._names or key in self._made)

    def _values(self, value: Any) -> Any:
        """Arguments with fixed tensors in place of those recorded."""
        if isinstance(value, torch.Tensor):
            real = self._real(value)
            return self._fixed.get(id(real), real)
        return type(value)(map(self._values, value)) if isinstance(value, (tuple, list)) else value

    def _lines(self, calls: Sequence[Call], ends: Sequence[Any]) -> list[str]:
        """The operations as code; large results that are no `ends` are let go after their last use."""
        last = {id(self._real(tensor)): i for i, call in enumerate(calls) for tensor in call.inputs()}
        kept = {id(self._real(end)) for end in ends} | set(self._written)
        large = {
            id(r): r for call in calls for r in call.tensors() if r.numel() >= LARGE and id(r) not in kept
        }
        done: dict[int, list[Any]] = {}
        for key, result in large.items():
            if key in last and key not in kept:
                done.setdefault(last[key], []).append(result)
        lines = []
        for i, call in enumerate(calls):
            lines.append(self._line(call))
            if i in done:
                lines.append(f"del {', '.join(map(self._name, done[i]))}")
        return lines

    def _line(self, call: Call) -> str:
        out = self._written.get(id(call.results[0]))
        named = {**call.kwargs, **({} if out is None else {"out": out})}
        function = call.function if call.changes else _direct(call, out is not None) or call.function
        arguments = [*map(self._text, call.args), *(f"{name}={self._text(v)}" for name, v in named.items())]
        done = f"{self._constant(function)}({', '.join(arguments)})"
        if out is not None:
            return done
        names = ["_" if r is None else self._name(r) for r in call.results]
        return f"{', '.join(names)}{',' * (call.several and len(names) == 1)} = {done}"

    def _name(self, result: Any) -> str:
        return self._names.setdefault(id(self._real(result)), f"v{len(self._names)}")

    def _text(self, value: Any) -> str:
        """A value as Python code."""
        if isinstance(value, torch.Tensor):
            real = self._real(value)
            name = self._names.get(id(real))
            return name or self._constant(self._fixed.get(id(real), real.detach()))
        if isinstance(value, (tuple, list)):
            return f"[{', '.join(map(self._text, value))}]"
        plain = (
            value is None
            or isinstance(value, (bool, int))
            or (isinstance(value, float) and math.isfinite(value))
        )
        return repr(value) if plain else self._constant(value)

    def _constant(self, value: Any) -> str:
        """A name for a value that `play` finds outside."""
        name = f"k{len(self._scope)}"
        self._scope[name] = value
        return name


def _joined(pairs: Sequence[tuple[Any, Any]], makers: Mapping[int, Call]) -> list[tuple[Any, Any]]:
    """Gradients with their targets, those that are slices of one tensor for neighbours in memory in one."""
    found: list[tuple[Any, Any]] = []
    for _, group in groupby(pairs, lambda pair: id(_sliced(makers.get(id(pair[0]))))):
        own = [*group]
        source = _sliced(makers.get(id(own[0][0])))
        whole = _whole([target for _, target in own]) if source is not None and len(own) > 1 else None
        starts = [makers[id(g)].args[2] for g, _ in own] if whole is not None else []
        places = [0, *accumulate(len(target) for _, target in own)][:-1]
        fits = whole is not None and whole.shape == source.shape and starts == places
        found += [(source, whole)] if fits else own
    return found


def _sliced(call: Call | None) -> Any:
    """The tensor that an operation cuts along its first dimension; None if it does something else."""
    plain = call is not None and call.name == "aten::slice" and len(call.args) == 4 and call.args[1] == 0
    return call.args[0] if call is not None and plain else None


def _whole(tensors: Sequence[Any]) -> Any:
    """Tensors that lie behind each other in memory as one, along their first dimension; else None."""
    first, end = tensors[0], tensors[0].data_ptr()
    for tensor in tensors:
        same = tensor.shape[1:] == first.shape[1:] and tensor.dtype == first.dtype and tensor.dim()
        if not same or not tensor.is_contiguous() or tensor.data_ptr() != end:
            return None
        if _storage(tensor) != _storage(first):  # neighbours by chance
            return None
        end += tensor.nbytes
    rows = sum(len(tensor) for tensor in tensors)
    return first.detach().as_strided((rows, *first.shape[1:]), first.stride())


def _direct(call: Call, out: bool = False) -> Callable[..., Any] | None:
    """PyTorch's Python function for an operation, quicker to call, if it does the same."""
    name = call.name.removeprefix("aten::")
    for holder in (torch, torch._C._nn, torch.Tensor):
        candidate = getattr(holder, name, None)
        if candidate is not None and _does_the_same(candidate, call, out):
            return candidate
    return None


def _does_the_same(candidate: Callable[..., Any], call: Call, out: bool) -> bool:
    more = {"out": torch.empty(call.results[0].shape, dtype=call.results[0].dtype)} if out else {}
    try:
        with torch.no_grad():
            found = candidate(*call.args, **call.kwargs, **more)
    except (TypeError, RuntimeError):
        return False
    several = isinstance(found, tuple)
    results = found if several else (found,)
    same_form = several == call.several and len(results) == len(call.results)
    return same_form and not (out and several) and all(map(_identical, results, call.results))


def _identical(a: Any, b: Any) -> bool:
    if a is None or b is None:
        return a is b
    if not isinstance(a, torch.Tensor) or a.dtype != b.dtype or a.shape != b.shape:
        return False
    return a.stride() == b.stride() and torch.equal(a, b)
