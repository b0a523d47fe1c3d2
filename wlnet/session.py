"""A session: a kernel with everything declared and installed, and the Python API.

Front ends use only this module.  `Session.evaluate` takes text and gives the value of the last expression in
it; messages are in `Session.messages`.  Nothing that a user does raises here, except that text which is no
expression raises `WolframSyntaxError`, and Quit the exception that front ends wait for.
"""

from __future__ import annotations

import gc
import importlib
import re
import sys

from . import whole_files
from .builtins.displaying import displayed
from .declare import declare_all
from .expr import ABORTED, FAILED, NULL, Expr, Node, S, Symbol
from .interrupts import uninterrupted
from .kernel.builtin import REGISTRY, install
from .kernel.contexts import resolved
from .kernel.control import Aborted, Broken, Continued, Quitted, Returned, Terminated, Thrown
from .kernel.evaluator import Kernel
from .kernel.held_back import held_back
from .kernel.messages import GENERAL, Message
from .kernel.timing import OutOfTime
from .kernel.unsupported import missing_names
from .lazy import LazyModule
from .problem import Template
from .syntax.parse import read

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

job = LazyModule("wlnet.netlang.job")

STACK = 120 << 20  # bytes; what systems leave free below a stack
PYTHON_FRAMES = 1_000_000  # Python's own limit must not be met before $RecursionLimit is
COLLECTED = (100_000, 20, 50)  # nodes make no cycles; searching them for some costs a third of the time
_LINE = Symbol("$Line")
_NO_CATCH = Template("nocatch", "Uncaught `1` returned to top level.")

# The net functions are loaded when one of them is first named, so that scripts without nets start faster.
NET_NAMES = re.compile(
    r"Net[A-Z]\w*|\w+Layer|ResourceData|ExampleData|Information|(Unc|C)ompress|Binary(Des|S)erialize"
)

__all__ = ["OutOfTime", "Quitted", "Session"]


def _make_room() -> None:
    """Let evaluations be nested deeply: more Python frames, and stack for what in Python needs it."""
    sys.setrecursionlimit(max(sys.getrecursionlimit(), PYTHON_FRAMES))
    if resource is None:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_STACK)
    wanted = STACK if hard == resource.RLIM_INFINITY else min(STACK, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_STACK, (wanted, hard))


class Session:
    """One session of the language."""

    def __init__(self, debug: bool = False, resume_folder: str = ""):
        """`resume_folder`: where trainings keep their states, to be taken up again from there."""
        _make_room()
        gc.set_threshold(*COLLECTED)
        held = held_back()
        self._held = {name: module for module, names in held.items() for name in names}
        declare_all("wlnet.builtins", but=held)
        self.debug = debug
        self.aborted = False  # whether the last input was given up, by Abort[] or by Ctrl-C
        self.interrupted = False  # whether it was Ctrl-C
        self.kernel = Kernel()
        self.kernel.state["resume folder"] = resume_folder
        self._installed, self._has_nets = 0, False
        self._install()

    def _install(self) -> None:
        """Make what has been declared since the last time part of the session."""
        definitions, new = self.kernel.definitions, REGISTRY[self._installed :]
        self._installed, definitions.later = len(REGISTRY), None
        install(self.kernel, new)
        self.kernel.unsupported = missing_names(definitions) - self._held.keys()
        definitions.later = self._load

    def _load(self, name: str) -> bool:
        """Import what declares a name, or everything for "*"; whether there was something to import."""
        wanted = self._held if name == "*" else self._held.keys() & {name}
        modules = {self._held[each] for each in wanted}
        nets = not self._has_nets and (name == "*" or bool(NET_NAMES.fullmatch(name)))
        if not modules and not nets:
            return False
        with uninterrupted():
            for module in modules:
                importlib.import_module(module)
            if nets:
                self._has_nets = True
                declare_all("wlnet.netlang")
            self._held = {held: module for held, module in self._held.items() if module not in modules}
            self._install()
        return True

    def share(self, first: bool) -> None:
        """Be one of several processes that run the same program, of which the `first` changes files."""
        whole_files.shared, whole_files.first = lambda do: job.once(do), first

    def end(self, status: int) -> int:
        """Wait until these processes are at the end of the program too; the status to exit with."""
        job.end(str(self.messages[-1]) if self.messages else "")
        return job.final(status)

    @property
    def messages(self) -> list[Message]:
        """Everything that was said so far."""
        return self.kernel.messages

    def shown(self, node: Node) -> Node:
        """A value as it is shown: with short names where these mean the same here, and as Format says."""
        return displayed(self.kernel, node)

    def evaluate(self, text: str) -> Node:
        """The value of the last expression in `text`; raises `WolframSyntaxError` where it is none."""
        value: Node = NULL
        for node in read(text):
            value = self.evaluate_node(node)
        return value

    def evaluate_node(self, node: Node) -> Node:
        """The value of one expression, as one input of the session."""
        k = self.kernel
        self.aborted = self.interrupted = False
        k.depth = 0
        k.hearing.forget()
        try:
            return k.evaluate(resolved(k, node))
        except Quitted:
            raise
        except (KeyboardInterrupt, Aborted) as left:
            self.aborted, self.interrupted = True, isinstance(left, KeyboardInterrupt)
            return ABORTED
        except Thrown as thrown:
            if thrown.uncaught is not None and thrown.tag is not None:
                return k.evaluate(Expr(thrown.uncaught, (thrown.value, thrown.tag)))
            call = S.Throw(thrown.value, *([] if thrown.tag is None else [thrown.tag]))
            k.message(S.Throw, _NO_CATCH(call))
            return k.evaluate(S.Hold(call))
        except Returned as left:
            return left.value
        except (Broken, Continued):
            return NULL
        except Terminated as terminated:
            return terminated.value
        except RecursionError:
            k.message(S.General, GENERAL["reclim"](sys.getrecursionlimit()))
            return Terminated("RecursionLimit").value
        except MemoryError:
            k.message(S.General, GENERAL["nomem"]())
            return FAILED
        except Exception as fault:
            if self.debug:
                raise
            k.message(S.General, GENERAL["internal"](f"{type(fault).__name__}: {fault}"))
            return FAILED
        finally:
            k.depth = 0
            self._keep_said()
            k.hearing.forget()

    def _keep_said(self) -> None:
        """Keep the names of the messages of a numbered input, for MessageList."""
        k = self.kernel
        if k.hearing.said and (line := k.definitions[_LINE].own) is not None:
            k.state.setdefault("messages of lines", {})[line] = tuple(k.hearing.said)
