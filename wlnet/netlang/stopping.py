"""TrainingStoppingCriterion: when a training has become good enough, or does not get better any more.

The criterion is "Loss", a measurement, or a function that gives True; it is looked at after every round that
was validated, or, without validation data, after every round.  Patience -> n bears n looks in a row without
improvement and stops at the next.  Source: reference page of TrainingStoppingCriterion.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..convert import NOT_CONVERTED, from_node
from ..engine.events import Event, RoundDone, Started
from ..engine.loop import Training
from ..engine.record import Values
from ..engine.stopping import Patience, Stagnation
from ..expr import FAILED, FALSE, NONE, NULL, TRUE, Expr, Node, S, String, Symbol, is_head
from ..nets.construct import option_name
from ..nets.shown import typed
from ..problem import Template
from .callbacks import Observer
from .measures import Measures
from .progress import Moment, association

BAD_SETTING = Template("stopopt", "`1` -> `2` is not a setting of a stopping criterion; these are: `3`.")
BAD_NUMBER = Template(
    "stopopt", "The setting `1` -> `2` of a stopping criterion is not `3` that is not negative."
)
NO_VALIDATION = Template(
    "stopval", "There is no ValidationSet: the stopping criterion looks at the training data."
)
NO_ANSWER = Template(
    "stopans", "The function of the stopping criterion gave `1`, which is neither True nor False; it goes on."
)
NO_FUNCTIONS = (TRUE, FALSE, NULL, FAILED, S.All)
ANSWERS = (TRUE, FALSE, NULL)
CRITERION = "criterion"  # a reason to stop
SETTINGS = {"Patience": int, "InitialPatience": int, "AbsoluteChange": float, "RelativeChange": float}
LOSS = String("Loss")


@dataclass(frozen=True)
class Criterion:
    """What is looked at (a measurement as the user writes it, or a function), and how patiently."""

    measure: Node | None = None
    function: Node | None = None
    rule: Patience = Patience()  # noqa: RUF009 -- frozen

    @classmethod
    def from_node(cls, node: Node) -> Criterion:
        """Raises a Problem for what is no criterion."""
        if node is NONE:
            return cls()
        if node is S.Automatic:
            return cls(LOSS)
        if _is_function(node):
            return cls(function=node)
        if not is_head(node, S.Association):
            return cls(node)
        settings = {option_name(rule.args[0]): rule.args[1] for rule in node.args}
        base = cls.from_node(settings.pop("Criterion", LOSS))
        if settings.keys() & {"Measurement"}:
            return cls(node)
        return cls(base.measure, base.function, _patience(settings))

    @property
    def asked(self) -> list[Node]:
        """What has to be measured for it."""
        measure = self.measure
        if measure is None or measure == LOSS:
            return []
        if is_head(measure, S.Association) and self.key == measure:  # its own name
            return [S.Association(*measure.args, S.Rule(String("Key"), measure))]
        return [measure]

    @property
    def key(self) -> Node | None:
        """The key of what is measured for it."""
        settings = getattr(self.measure, "args", ()) if is_head(self.measure, S.Association) else ()
        return next((r.args[1] for r in settings if option_name(r.args[0]) == "Key"), self.measure)

    def observers(self, k: Any, measures: Measures) -> list[Observer]:
        if self.function is not None:
            return [self._by_function(k, self.function, measures)]
        return [] if self.key is None else [self._by_measure(self.key, measures)]

    def _by_function(self, k: Any, function: Node, measures: Measures) -> Observer:
        strange: list[Node] = []  # what was said that is no answer; told once

        def observe(event: Event) -> str | None:
            if not isinstance(event, RoundDone):
                return None
            said = k.evaluate(Expr(function, (association(Moment(event, measures)),)))
            if said not in ANSWERS and not strange:
                strange.append(said)
                k.message(S.NetTrain, NO_ANSWER(typed(said)))
            return CRITERION if said is TRUE else None

        return observe

    def _by_measure(self, key: Node, measures: Measures) -> Observer:
        asked = next((a for a in measures.asked if a.key == key), None)
        stagnates = Stagnation(self.rule, asked is not None and asked.larger)
        seen = 0

        def value(loss: float, values: Values) -> float:
            return loss if asked is None else measures.number(key, values)

        def look(training: Training, validations: int, place: int, loss: float) -> str | None:
            """Look at the round at this place of the record, when there were so many validations."""
            nonlocal seen
            record = training.record
            if training.plan.validation:
                if validations == seen:
                    return None
                seen, last = validations, record.validations[validations - 1]
                found = value(last.loss, last.values)
            else:
                found = value(loss, record.round_values[place] if record.round_values else [])
            return CRITERION if stagnates(found) else None

        def observe(event: Event) -> str | None:
            training, record = event.training, event.training.record
            if isinstance(event, Started):  # the rounds of a training that is taken up again
                ends, losses = record.round_positions, record.round_losses
                told = len(losses) - (training.untold and ends[-1:] == [training.total])
                for place, loss in enumerate(losses[:told]):
                    validated = sum(found.total <= ends[place] for found in record.validations)
                    look(training, validated, place, float(loss))
            if not isinstance(event, RoundDone):
                return None
            return look(training, len(record.validations), -1, float(event.loss))

        return observe


def _is_function(node: Node) -> bool:
    """Whether a criterion is a function, by its name too, and no measurement."""
    if isinstance(node, Symbol):
        return node not in NO_FUNCTIONS
    return isinstance(node, Expr) and node.head in (S.Function, S.Composition, S.RightComposition)


def _patience(settings: dict[str, Node]) -> Patience:
    found: dict[str, Any] = {}
    for name, node in settings.items():
        if name not in SETTINGS:
            known = ", ".join(f'"{setting}"' for setting in ("Criterion", *SETTINGS))
            raise BAD_SETTING(typed(String(name)), typed(node), known)
        is_percent = is_head(node, S.Quantity) and node.args[1:] == (String("Percent"),)
        scale = 0.01 if is_percent and name == "RelativeChange" else 1
        value = from_node(SETTINGS[name], node.args[0] if scale != 1 else node)
        if value is NOT_CONVERTED or value < 0:
            kind = "an integer" if SETTINGS[name] is int else "a number"
            raise BAD_NUMBER(typed(String(name)), typed(node), kind)
        found[name] = value * scale if scale != 1 else value
    return Patience(
        found.get("Patience", 0),
        found.get("InitialPatience", 0),
        found.get("AbsoluteChange", 0.0),
        found.get("RelativeChange", 0.0),
    )
