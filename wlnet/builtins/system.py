"""The session and the machine: time, memory, version, quitting, limits."""

from __future__ import annotations

import os
import sys
import time

from ..expr import ABORTED, FAILED, NULL, Expr, Integer, Node, Real, S, String, Symbol
from ..kernel.builtin import Attribute, builtin, variable
from ..kernel.control import Quitted
from ..kernel.timing import OutOfTime, within
from ..problem import Template

VERSION = "0.1.0"
HOLD_ALL = Attribute.HOLD_ALL
_SYSTEM = {"darwin": "MacOSX", "win32": "Windows"}.get(sys.platform, "Unix")


def _system_id() -> str:
    """The kind of computer, as the language names it: Linux-x86-64, MacOSX-ARM64 ..."""
    machine = os.uname().machine if hasattr(os, "uname") else os.environ.get("PROCESSOR_ARCHITECTURE", "")
    kind = "ARM64" if machine.lower() in ("arm64", "aarch64") else "x86-64"
    return f"{'Linux' if sys.platform.startswith('linux') else _SYSTEM}-{kind}"


def _set_recursion_limit(k, value: Node) -> None:
    k.recursion_limit = _limit(k, "$RecursionLimit", value, k.recursion_limit)


def _set_iteration_limit(k, value: Node) -> None:
    k.iteration_limit = _limit(k, "$IterationLimit", value, k.iteration_limit)


BAD_LIMIT = Template("limset", "Cannot set `1` to `2`; value must be Infinity or an integer at least 20.")
_INFINITY = Expr(S.DirectedInfinity, (Integer(1),))


def _limit(k, name: str, value: Node, old: float) -> float:
    """The limit that a variable is set to; one that makes no sense leaves it as it was, with a message."""
    if type(value) is Integer and value.value >= 20:
        return value.value
    if value == _INFINITY or value is S.Infinity:
        return float("inf")
    symbol = Symbol(name)
    k.message(symbol, BAD_LIMIT(symbol, value))
    k.definitions[symbol].own = _INFINITY if old == float("inf") else Integer(int(old))
    return old


def _set_module_number(k, value: Node) -> None:
    if type(value) is Integer and value.value > 0:
        k.module_number = value.value


variable(
    "$RecursionLimit",
    "$RecursionLimit is how deep evaluations may be nested.",
    Integer(1024),
    _set_recursion_limit,
)
variable(
    "$IterationLimit",
    "$IterationLimit is how often one evaluation may go on.",
    Integer(4096),
    _set_iteration_limit,
)
variable(
    "$ModuleNumber",
    "$ModuleNumber is the number that the next local variable gets.",
    Integer(1),
    _set_module_number,
)
variable("$Version", "$Version says which version this is.", String(f"wlnet {VERSION}"))
variable("$VersionNumber", "$VersionNumber is the version of the language that wlnet follows.", Real(14.0))
variable(
    "$MachinePrecision",
    "$MachinePrecision is the number of digits of machine numbers.",
    Real(15.954589770191003),
)
variable(
    "$MachineEpsilon",
    "$MachineEpsilon is the distance from 1. to the next number.",
    Real(2.220446049250313e-16),
)
variable(
    "$MaxMachineNumber", "$MaxMachineNumber is the largest machine number.", Real(1.7976931348623157e308)
)
variable(
    "$MinMachineNumber", "$MinMachineNumber is the smallest machine number.", Real(2.2250738585072014e-308)
)
variable("$OperatingSystem", "$OperatingSystem is the kind of operating system.", String(_SYSTEM))
variable("$SystemID", "$SystemID is the kind of computer.", String(_system_id()))
variable(
    "$UserName",
    "$UserName is the name of the user, as the environment tells it.",
    String(os.environ.get("USER") or os.environ.get("LOGNAME") or os.environ.get("USERNAME") or ""),
)
variable(
    "$MachineName",
    "$MachineName is the name of this computer.",
    String(
        (os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")).split(".")[0]
    ),
)
variable("$ProcessID", "$ProcessID is the number of this process.", Integer(os.getpid()))
variable("$Notebooks", "$Notebooks is True in a notebook front end.", Symbol("False"))
variable("$ScriptCommandLine", "$ScriptCommandLine is the script and its arguments.", Expr(S.List))
variable("$CommandLine", "$CommandLine is the command that started wlnet.", Expr(S.List))
variable("$Epilog", "$Epilog is evaluated at the end of a session.", NULL)


@builtin("Quit[code_]")
def quit_(k, code: int = 0):
    """Quit[] ends the session; Quit[n] with the exit code n.

    >> Head[Hold[Quit[]]]
    Hold
    """
    raise Quitted(code)


@builtin("Exit[code_]")
def exit_(k, code: int = 0):
    """Exit[] ends the session, as Quit does.

    >> Head[Hold[Exit[]]]
    Hold
    """
    raise Quitted(code)


@builtin("Timing[x_]", attributes=HOLD_ALL)
def timing(k, x: Node):
    """Timing[x] is the processor seconds that x takes, and its value.

    >> Last[Timing[1 + 1]]
    2
    """
    start = time.process_time()
    value = k.evaluate(x)
    return Expr(S.List, (Real(time.process_time() - start), value))


@builtin("AbsoluteTiming[x_]", attributes=HOLD_ALL)
def absolute_timing(k, x: Node):
    """AbsoluteTiming[x] is the seconds that x takes, and its value.

    >> Last[AbsoluteTiming[1 + 1]]
    2
    """
    start = time.perf_counter()
    value = k.evaluate(x)
    return Expr(S.List, (Real(time.perf_counter() - start), value))


@builtin("RepeatedTiming[x_]", attributes=HOLD_ALL)
def repeated_timing(k, x: Node):
    """RepeatedTiming[x] is the mean seconds that x takes when evaluated again and again, and its value.

    >> Last[RepeatedTiming[1 + 1]]
    2
    """
    start, times = time.perf_counter(), 0
    while True:
        value = k.evaluate(x)
        times += 1
        spent = time.perf_counter() - start
        if spent > 0.5 or times >= 1000:
            return Expr(S.List, (Real(spent / times), value))


@builtin("Pause[seconds_]")
def pause(k, seconds: float):
    """Pause[n] waits for n seconds.

    >> Pause[0]
    Null
    """
    time.sleep(seconds)
    return NULL


@builtin("AbsoluteTime[]")
def absolute_time(k):
    """AbsoluteTime[] is the seconds since the beginning of 1900.

    >> AbsoluteTime[] > 3.9*^9
    True
    """
    return time.time() + 2208988800.0 + time.localtime().tm_gmtoff


@builtin("UnixTime[]")
def unix_time(k):
    """UnixTime[] is the seconds since the beginning of 1970.

    >> UnixTime[] > 10^9
    True
    """
    return int(time.time())


@builtin("SessionTime[]")
def session_time(k):
    """SessionTime[] is the processor seconds of this session.

    >> SessionTime[] > 0
    True
    """
    return time.process_time()


@builtin("TimeUsed[]")
def time_used(k):
    """TimeUsed[] is the processor seconds used so far.

    >> TimeUsed[] > 0
    True
    """
    return time.process_time()


@builtin("TimeConstrained[x_, seconds_, failure_]", attributes=HOLD_ALL)
def time_constrained(k, x: Node, seconds: Node, failure: Node = ABORTED):
    """TimeConstrained[x, t] gives up x after t seconds; TimeConstrained[x, t, failure] gives failure then.

    >> {TimeConstrained[1 + 1, 5], TimeConstrained[While[True], 0.01, "late"]}
    {2, "late"}
    """
    limit = k.evaluate(seconds)
    if type(limit) not in (Integer, Real):
        return None
    depth, mine = k.depth, OutOfTime()
    try:
        with within(k, float(limit.value), mine):
            return k.evaluate(x)
    except OutOfTime as over:
        if over is not mine:  # the time of an outer limit
            raise
        k.depth = depth
        return k.evaluate(failure)


@builtin("Environment[name_String]")
def environment(k, name: str):
    """Environment["name"] is the value of an environment variable.

    >> Environment["NO_SUCH_VARIABLE"]
    $Failed
    """
    value = os.environ.get(name)
    return FAILED if value is None else value


@builtin("MemoryInUse[]")
def memory_in_use(k):
    """MemoryInUse[] is the number of bytes that this process uses.

    >> MemoryInUse[] > 0
    True
    """
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


@builtin("CreateUUID[prefix_]")
def create_uuid(k, prefix: str = ""):
    """CreateUUID[] is a name that nobody else has.

    >> StringLength[CreateUUID[]]
    36
    """
    digits = "".join(f"{byte:02x}" for byte in os.urandom(16))
    return prefix + "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
