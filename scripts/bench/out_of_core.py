"""Training on a file against training on the same data in memory, and the memory that files take.

The file is written to a temporary folder.  Each training is a process of its own.  "Cold": the system has
been asked to forget the file (which on some machines it does not).  Memory is the resident memory at its
highest, for one round of a file and of one four times as large.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

import h5py
import numpy as np
from timing import finish

from wlnet.engine import chunks
from wlnet.session import Session

REPEATS, BATCHES, LEAST = 3, 300, 0.9
KIBIBYTES = 1 if sys.platform == "darwin" else 1024  # what ru_maxrss counts
SMALL = 'NetChain[{16, Tanh, LinearLayer[{}]}, "Input" -> 8]'
DENSE = 'NetChain[{500, Ramp, 10, SoftmaxLayer[]}, "Input" -> {1, 28, 28}]'
LENET = (
    "NetChain[{ConvolutionLayer[20, 5], Ramp, PoolingLayer[2, 2], ConvolutionLayer[50, 5], Ramp, "
    'PoolingLayer[2, 2], FlattenLayer[], 500, Ramp, 10, SoftmaxLayer[]}, "Input" -> {1, 28, 28}]'
)
NETS = {"8-16-1": (SMALL, (8,)), "MLP 784-500-10": (DENSE, (1, 28, 28)), "LeNet": (LENET, (1, 28, 28))}
BLOCK = 2**24  # bytes that are written at a time


def write(path: Path, shape: tuple[int, ...], size: int) -> int:
    """A file of about `size` bytes of examples; how many there are."""
    random, each = np.random.default_rng(0), 4 * int(np.prod(shape))
    count, step = size // each, BLOCK // each
    with h5py.File(path, "w") as file:
        inputs = file.create_dataset("Input", (count, *shape), np.float32)
        kind = np.float32 if len(shape) == 1 else np.int64
        outputs = file.create_dataset("Output", (count,), kind)
        for start in range(0, count, step):
            x = random.standard_normal((min(step, count - start), *shape), np.float32)
            inputs[start : start + step] = x
            outputs[start : start + step] = x.sum(1) if len(shape) == 1 else np.arange(len(x)) % 10 + 1
    return count


def forget(path: Path) -> None:
    """Ask the system not to keep the file in memory."""
    if hasattr(os, "posix_fadvise"):  # not on all systems
        handle = os.open(path, os.O_RDONLY)
        os.fsync(handle)
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(handle)


def train(path: str, net: str, source: str, batches: str) -> None:
    """Train, and print batches per second and the most memory."""
    if source == "memory":
        chunks.POOL_BYTES = 2**40  # a file that fits is read whole
    session, data = Session(), f'File["{path}"]'
    each = f'"Interval" -> Quantity[{batches}, "Batches"]'
    stop = f'{{If[#AbsoluteBatch == {batches}, "StopTraining"] &, {each}}}'
    speed = session.evaluate(
        f'NetTrain[NetInitialize[{net}, RandomSeeding -> 1], {data}, "MeanBatchesPerSecond",'
        f" MaxTrainingRounds -> 1, TrainingProgressFunction -> {stop}, TrainingProgressReporting -> None]"
    )
    print(json.dumps([speed.value, getrusage(RUSAGE_SELF).ru_maxrss * KIBIBYTES]))


def run(path: Path, net: str, source: str, batches: int = BATCHES) -> tuple[float, float]:
    command = [sys.executable, __file__, str(path), net, source, str(batches)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    speed, peak = json.loads(done.stdout.splitlines()[-1])
    return speed, peak


def compare(name: str, path: Path, batches: int) -> bool:
    """Print the batches per second from memory and from the file."""
    net, _ = NETS[name]
    found: dict[str, list[float]] = {"memory": [], "file, warm": [], "file, cold": []}
    for _ in range(REPEATS):
        for source, speeds in found.items():
            if source == "file, cold":
                forget(path)
            speeds.append(run(path, net, source, batches)[0])
    medians = {source: statistics.median(speeds) for source, speeds in found.items()}
    print(f"{name}, batches of 64")
    for source, speed in medians.items():
        print(f"  {source:<12}{speed:>10,.0f} batches/s{speed / medians['memory']:>8.2f}")
    return medians["file, warm"] >= LEAST * medians["memory"]


def main() -> None:
    if sys.argv[1:]:
        return train(*sys.argv[1:])
    megabytes = int(os.environ.get("BENCH_MEGABYTES", "256"))
    reached = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.h5"
        for name, (_, shape) in NETS.items():
            count = write(path, shape, megabytes * 2**20)
            reached.append(compare(name, path, min(count // 64, 10 * BATCHES)))
        print(f"memory for a round of MLP 784-500-10, {megabytes} and {4 * megabytes} megabytes of examples")
        peaks = []
        for size in (megabytes, 4 * megabytes):
            count = write(path, (1, 28, 28), size * 2**20)
            peaks.append(run(path, DENSE, "file", count // 64)[1])
            print(f"  {size:>6} MB: {peaks[-1] / 1e6:,.0f} MB")
        reached.append(peaks[1] <= 1.1 * peaks[0])
    finish(*reached)


if __name__ == "__main__":
    main()
