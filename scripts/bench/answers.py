"""What the programs of `language/` print, computed in plain Python: writes `language/expected.json`."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable
from functools import cache
from heapq import heappop, heappush
from itertools import accumulate, groupby, product
from math import gcd, isqrt
from pathlib import Path
from typing import Any

ANSWERS: dict[str, Callable[[], str]] = {}


def answer(function: Callable[[], str]) -> Callable[[], str]:
    ANSWERS[function.__name__] = function
    return function


def wl(*items: Any) -> str:
    """A list as the language prints it."""
    return "{" + ", ".join(_wl(item) for item in items) + "}"


def _wl(item: Any) -> str:
    if isinstance(item, list | tuple):
        return wl(*item)
    return str(item)


@answer
def ackermann() -> str:
    def tak(x: int, y: int, z: int) -> int:
        return z if y >= x else tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y))

    return wl(2 * 20 + 3, tak(10, 6, 3), 2**10 - 1)


@answer
def memo() -> str:
    ways = [1] + [0] * 80
    for part in range(1, 81):
        for n in range(part, 81):
            ways[n] += ways[n - part]

    def letters(n: int, k: int) -> list[int]:
        return [(i * i * k + 3 * i) % 7 for i in range(1, n + 1)]

    a, b = letters(40, 2), letters(45, 5)
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        new = [i]
        for j, y in enumerate(b, 1):
            new.append(row[j - 1] if x == y else 1 + min(row[j], new[-1], row[j - 1]))
        row = new
    return wl(ways[80], row[-1])


@answer
def counting() -> str:
    data = [(i * i * 7 + i) % 613 for i in range(1, 6001)]
    counts, groups = Counter(data), Counter(n % 10 for n in data[:1500])
    sizes = [groups[k] for k in sorted(groups)]
    return wl(len(counts), max(counts.values()), "True", sizes, 6000 + 1500)


@answer
def insertion() -> str:
    found = sorted((i * i * 31 + 17 * i) % 997 for i in range(1, 161))
    places = [min(next((i for i, v in enumerate(found, 1) if v >= t), 160), 160) for t in range(0, 901, 30)]
    return wl(found[:5], found[-3:], sum(places))


@answer
def queens() -> str:
    def place(done: list[int], n: int) -> list[list[int]]:
        if len(done) == n:
            return [done]
        fits = [c for c in range(1, n + 1) if all(q != c and abs(q - c) != i for i, q in enumerate(done, 1))]
        return [whole for c in fits for whole in place([c, *done], n)]

    six = place([], 6)
    return wl(len(six), six[0], len(place([], 7)))


@answer
def life() -> str:
    def after(g: list[list[int]]) -> list[list[int]]:
        near = [(a, b) for a in (-1, 0, 1) for b in (-1, 0, 1) if a or b]
        alive = [[sum(g[(i + a) % 16][(j + b) % 16] for a, b in near) for j in range(16)] for i in range(16)]
        return [[int(n == 3 or (n == 2 and g[i][j])) for j, n in enumerate(r)] for i, r in enumerate(alive)]

    g = [[int((i * i + 5 * j * j + i * j) % 11 < 4) for j in range(1, 17)] for i in range(1, 17)]
    first = sum(map(sum, g))
    for _ in range(10):
        g = after(g)
    return wl(first, sum(map(sum, g)), "True")


@answer
def matpower() -> str:
    def mul(a: list[list[int]], b: list[list[int]], m: int) -> list[list[int]]:
        return [[sum(x * y for x, y in zip(r, c, strict=True)) % m for c in zip(*b, strict=True)] for r in a]

    def power(a: list[list[int]], n: int, m: int) -> list[list[int]]:
        made = [[int(i == j) for j in range(len(a))] for i in range(len(a))]
        for bit in f"{n:b}":
            made = mul(made, made, m)
            made = mul(made, a, m) if bit == "1" else made
        return made

    a = [[(i * j + i) % 5 for j in range(1, 11)] for i in range(1, 11)]
    total = sum(map(sum, power(a, 12345, 1009)))
    return wl(power([[1, 1], [1, 0]], 10**30, 10**9 + 7), total, "True")


@answer
def dijkstra() -> str:
    edges = defaultdict(list)
    for i, j in product(range(1, 61), range(1, 5)):
        edges[i].append(((i * j + j) % 60 + 1, (i * 7 + j * 11) % 23 + 1))

    def shortest(start: int) -> dict[int, int]:
        done: dict[int, int] = {}
        queue = [(0, start)]
        while queue:
            d, at = heappop(queue)
            if at not in done:
                done[at] = d
                for to, length in edges[at]:
                    heappush(queue, (d + length, to))
        return done

    every = shortest(1)
    others = sum(sum(shortest(n).values()) for n in (2, 3, 5, 8))
    return wl(len(every), sum(every.values()), max(every.values()), others)


@answer
def lsystem() -> str:
    def nest(step: Callable[[str], str], text: str, times: int) -> str:
        for _ in range(times):
            text = step(text)
        return text

    algae = nest(lambda s: "".join({"A": "AB", "B": "A"}[c] for c in s), "A", 16)
    dragon = nest(lambda s: "".join({"X": "X+YF+", "Y": "-FX-Y"}.get(c, c) for c in s), "FX", 9)
    say = nest(lambda s: "".join(f"{len(list(g))}{c}" for c, g in groupby(s)), "1", 18)
    at, way = 0j, 1 + 0j
    for c in dragon:
        at, way = (at + way, way) if c == "F" else (at, way * {"+": 1j, "-": -1j}.get(c, 1))
    caesar = "".join(chr(97 + (97 + i * i % 26 - 94) % 26) for i in range(1, 13))
    return wl(len(algae), dragon.count("F"), len(say), caesar, f"{int(at.real)} + {int(at.imag)}*I")


@answer
def modules() -> str:
    def factors(n: int) -> int:
        return next((1 + factors(n // p) for p in range(2, n + 1) if n % p == 0), 0)

    gcds = sum(gcd(i, 360) for i in range(1, 401))
    power = pow(3, 10**18, 10**9 + 7)
    return wl(gcds, isqrt(10**50), sum(map(factors, range(2, 301))), power, 10 + 300 * 301 // 2)


@answer
def conditions() -> str:
    @cache
    def steps(n: int) -> int:
        return 1 if n == 1 else 1 + steps(3 * n + 1 if n % 2 else n // 2)

    grades = Counter(
        "dcba"[(s >= 50) + (s >= 70) + (s >= 90)] for s in (17 * i % 101 for i in range(1, 1001))
    )
    signs = sum((v > 0) - (v < 0) for v in (i * i % 7 - 3 for i in range(1, 1001)))
    kinds: Counter[str] = Counter()
    for a, b, c in product(range(1, 10), repeat=3):
        flat = 2 * max(a, b, c) >= a + b + c
        kinds["none" if flat else {1: "equal", 2: "two", 3: "general"}[len({a, b, c})]] += 1
    each = [kinds[kind] for kind in ("none", "equal", "two", "general")]
    longest = max(map(steps, range(1, 301)))
    return wl(longest, [f"{g} -> {n}" for g, n in sorted(grades.items())], signs, each)


@answer
def machine() -> str:
    x = 1
    for _ in range(60):
        x = 3 * x + 1
    return wl(2**200, x)


@answer
def search() -> str:
    def wall(x: int, y: int) -> bool:
        return not (0 < x < 25 and 0 < y < 25) or (x * x + 3 * x * y + 5 * y) % 7 < 2

    def reached(start: tuple[int, int]) -> dict[tuple[int, int], int]:
        seen, queue = {start: 0}, deque([start])
        while queue:
            x, y = queue.popleft()
            for at in ((x + 1, y), (x, y + 1), (x - 1, y), (x, y - 1)):
                if not wall(*at) and at not in seen:
                    seen[at] = seen[x, y] + 1
                    queue.append(at)
        return seen

    start = next(at for at in product(range(1, 25), repeat=2) if not wall(*at))
    found = reached(start)
    total = sum(len(reached(at)) for at in product(range(8, 13), repeat=2) if not wall(*at))
    return wl(start, [len(found), max(found.values())], total)


@answer
def primes() -> str:
    def those(n: int) -> list[int]:
        return [k for k in range(2, n + 1) if all(k % d for d in range(2, isqrt(k) + 1))]

    return wl(len(those(1500)), sum(those(6000)), "True", "True")


@answer
def sorting() -> str:
    numbers = [(i * i * 53 + 19 * i) % 1013 for i in range(1, 401)]
    by = sorted(numbers, key=lambda n: (n % 10, -n))[:4]
    return wl("True", "True", by, sorted(numbers[:8], key=lambda n: (n % 3, -n)))


@answer
def tree() -> str:
    made: list[Any] = []

    def insert(node: list[Any], x: int) -> None:
        if not node:
            node += [x, [], []]
        elif x != node[0]:
            insert(node[1 if x < node[0] else 2], x)

    def depth(node: list[Any]) -> int:
        return 1 + max(depth(node[1]), depth(node[2])) if node else 0

    values = [(i * i * 37 + 11 * i) % 1009 for i in range(1, 251)]
    for value in values:
        insert(made, value)
    return wl(depth(made), len(set(values)), "True", (1 + 150 * (1 + 2 * 3)) ** 2)


@answer
def folding() -> str:
    numbers = [42]
    for _ in range(5000):
        numbers.append((1103515245 * numbers[-1] + 12345) % 2**31)
    walk = list(accumulate((1 if n // 65536 % 2 == 0 else -1 for n in numbers), initial=0))

    def is_happy(n: int) -> bool:
        for _ in range(12):
            n = sum(int(d) ** 2 for d in str(n))
        return n == 1

    happy = [n for n in range(1, 301) if is_happy(n)]
    return wl(numbers[-1], min(walk), max(walk), isqrt(10**40), len(happy), happy[-1])


def _runs(values: Iterable[int]) -> int:
    return sum(1 for _ in groupby(values))


@answer
def rewriting() -> str:
    runs = _runs((i // 3 + i // 5) % 4 for i in range(1, 61))
    text = "()" * 40
    while "()" in text:
        text = re.sub(r"\(\)", "", text, count=1)
    return wl(9 * 8, runs, list(text), "q")


def main() -> None:
    found = {name: ANSWERS[name]() for name in sorted(ANSWERS)}
    path = Path(__file__).with_name("language") / "expected.json"
    path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
