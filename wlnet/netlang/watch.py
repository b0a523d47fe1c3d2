"""Who looks at a training while it goes on, and what has to be measured for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..engine.events import Event
from ..engine.plan import TrainPlan
from ..expr import NONE, Node, S, is_head
from ..nets.net import Graph, Net
from .callbacks import Callbacks, Observer
from .checkpointing import Checkpointing
from .measures import Measures, automatic
from .reporting import Reporting
from .stopping import NO_VALIDATION, Criterion

BY_BATCH = {"BatchMeasurements", "BatchMeasurementsLists"}  # properties of results
BY_ROUND = {"RoundMeasurements", "RoundMeasurementsLists", "FinalPlots"} | BY_BATCH
BY_ROUND |= {"ValidationMeasurements", "ValidationMeasurementsLists"}


@dataclass(frozen=True)
class Watch:
    """The observers of a training; `measured` is TrainingProgressMeasurements, `wanted` names properties."""

    callbacks: Callbacks
    reporting: Reporting
    criterion: Criterion
    checkpointing: Checkpointing
    measured: Node
    wanted: set[str]

    @property
    def calls(self) -> bool:
        """Whether functions of the user look, which may look at anything."""
        return bool(self.callbacks.functions or self.criterion.function or self.reporting.calls)

    def needs(self, measures: Measures) -> dict[str, Any]:
        """What a plan has to note for them."""
        return {
            "probe": measures.probe if measures.asked else None,
            "by_batch": measures.by_batch(self.calls or bool(self.wanted & BY_BATCH)),
            "keeps_gradients": self.calls,
        }

    def warn(self, k: Any, plan: TrainPlan) -> None:
        """Say if a criterion has no validation data to look at."""
        if self.criterion.measure is not None and not plan.validation:
            k.message(S.NetTrain, NO_VALIDATION())

    def measures(self, k: Any, net: Net, training_net: Graph) -> Measures:
        """What is measured: what the user says, or what is usual if somebody looks."""
        specs: Sequence[Node] = ()
        if self.measured is S.Automatic:
            looked_at = self.calls or self.reporting.measures or self.wanted & BY_ROUND
            specs = automatic(training_net) if looked_at else ()
        elif self.measured is not NONE:
            specs = self.measured.args if is_head(self.measured, S.List) else (self.measured,)
        measures = Measures.of(net, training_net, specs, k.evaluate)
        keys = {asked.key for asked in measures.asked}
        more = [] if self.criterion.key in keys else self.criterion.asked
        if more:
            measures = Measures.of(net, training_net, [*specs, *more], k.evaluate)
        measures.check_keys()
        return measures

    def observer(self, k: Any, measures: Measures, keep: Observer | None = None) -> Observer:
        """All that look at it, as one; `keep` looks last, and only if none of them wants to stop."""
        watchers = (self.checkpointing, self.callbacks, self.criterion, self.reporting)
        observers = [observer for w in watchers for observer in w.observers(k, measures)]
        if len(observers) == 1 and not keep:
            return observers[0]

        def observe(event: Event) -> str | None:
            said = [observer(event) for observer in observers]
            reason = next((reason for reason in said if isinstance(reason, str)), None)
            if keep and reason is None:
                keep(event)
            return reason

        return observe
