"""What does a page cost, by `make reports`, by others, and at the least?

    python bench/bench_reports.py [--pages 8] [--rounds 3] [--grown 34 120 315] [--own]

Pages spread over the list of briefs (0: all of it) are made by every way in turn, several rounds: by plain calls
(`floor.py`), by the builder, and by `rivals.py`, which `--own` leaves out; with `--quick` by the first two ways, and
that is all. Then come start-up, more and more pages, and
memory. Of wall and processor seconds stand the median, the least and the most; of ratios the median of those of each
round. Processor seconds are those of every process there was. Without Linux they and memory are not told, and no way
is held to one core.
"""

import argparse
import ctypes
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import perf_counter

from rivals import Jobs, rivals, stock

from sosanh.data import paths
from sosanh.publish.briefs import Brief, read

if LINUX := sys.platform == "linux":
    import resource
CORES = sorted(os.sched_getaffinity(0)) if LINUX else [*range(os.cpu_count() or 1)]
REPORTS = [sys.executable, "-m", "sosanh", "reports"]
DASK = """\
import subprocess, sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=int(sys.argv[1]), threads_per_worker=1, dashboard_address=":0") as cluster:
        call = [sys.executable, "-m", "sosanh", "reports", "--scheduler", cluster.scheduler_address]
        sys.exit(subprocess.run(call).returncode)
"""
GROWN = """\
- {name: "a-{indicator}", notebook: 04_one-indicator-in-depth, grid: {indicator: each}}
- {name: "b-{indicator}", notebook: 00_start-here, parameters: {area: ""}, grid: {indicator: each}}
- {name: "c-{area}-{sector}-{time_from}", notebook: 01_one-province-over-time,
   grid: {area: each, sector: each, time_from: ["2021", "2022", "2024-01", "2024-07"]}}
"""


@dataclass
class Way:
    """A way to make pages: jobs, each of commands that follow one another; so many at once, on so many cores."""

    name: str
    jobs: Jobs
    folder: Path  # where it works, and where its pages come; emptied before
    home: Path = paths.HOME  # the project that it works on
    at_once: int = 1
    cores: int = len(CORES)
    environment: dict[str, str] = field(default_factory=dict)
    times: list[tuple[float, float]] = field(default_factory=list)  # of each round: wall and processor seconds

    def run(self) -> None:
        """One more round; `RuntimeError` with the last words of a command that fails."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        with on(self.cores), ThreadPoolExecutor(self.at_once) as pool:
            before, start = processor(), perf_counter()
            list(pool.map(self._job, self.jobs))
            wall = perf_counter() - start
        self.times.append((wall, processor() - before))

    def _job(self, commands: list[list[str]]) -> None:
        own = {"PYTHONHASHSEED": "0", "PYTHONPATH": str(paths.LIBRARY.parent), "SOSANH_HOME": str(self.home)}
        for command in commands:
            environment = os.environ | own | self.environment
            done = subprocess.run(command, env=environment, cwd=self.folder, capture_output=True)
            if done.returncode:
                said = (done.stderr or done.stdout).decode(errors="replace").strip().splitlines()
                raise RuntimeError(said[-1] if said else f"exit code {done.returncode}")

    def pages(self) -> dict[str, bytes]:
        lists = ("index", "explore")  # which the floor does not make
        return {
            path.name: path.read_bytes()
            for path in self.folder.glob("*.html")
            if path.name.partition(".")[0] not in lists
        }


@contextmanager
def on(count: int) -> Iterator[None]:
    """What is started meanwhile runs on the first so many cores."""
    if LINUX:
        os.sched_setaffinity(0, CORES[:count])
    yield
    if LINUX:
        os.sched_setaffinity(0, CORES)


def processor() -> float:
    """The processor seconds of all that was started here, once the last of it has ended."""
    with suppress(ChildProcessError):
        while LINUX:
            os.waitpid(-1, 0)  # also what ended ones have left: it is this process's (`main`)
    if not LINUX:
        return float("nan")
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def project(home: Path, asked: Iterable[Brief]) -> Path:
    """A copy of the project that is asked for these pages."""
    for name in ("data", "notebooks", "reports/template"):
        shutil.copytree(paths.HOME / name, home / name)
    for name in ("requirements.lock", "reports/site.yml"):
        shutil.copy(paths.HOME / name, home / name)
    lines: dict[str, dict] = {}
    for each in asked:
        line = {"name": each.name, "notebook": each.notebook, "parameters": each.parameters, "languages": []}
        lines.setdefault(each.name, line)["languages"].append(each.language)
    (home / "reports" / "briefs.yml").write_text(json.dumps([*lines.values()]), encoding="utf-8")
    return home


def builder(name: str, home: Path, **more) -> Way:
    return Way(name, [[REPORTS]], home / "reports" / "html", home, **more)


def own_ways(place: Path, asked: list[Brief]) -> list[Way]:
    """The floor, the builder, and the builder in other ways; all but the last make the same pages.

    Through Dask the scheduler and the workers are started for it, and are measured with it.
    """
    home = project(place / "home", asked)
    apart = project(place / "apart", [replace(each, name=f"{each.name}-{each.language}") for each in asked])
    floor = [[[sys.executable, str(Path(__file__).with_name("floor.py")), "", "."]]]
    dask = [sys.executable, "-c", DASK, str(len(CORES))]
    return [
        Way("floor: plain calls, one process", floor, place / "floor", home, cores=1),
        builder("builder, all cores", home),
        builder("builder, one core", home, cores=1),
        builder("builder, ordinary kernels", home, environment={"KERNELS": "1"}),
        Way("builder, through Dask", [[dask]], home / "reports" / "html", home),
        builder("builder, a run for each page", apart),
    ]


def start_up(place: Path, home: Path) -> list[Way]:
    """What is run before the first page; the pages of `home` are there already."""
    calls = {"python": ["-c", ""], "import sosanh": ["-c", "import sosanh"], "--help": ["-m", "sosanh", "--help"],
             "nothing to build": REPORTS[1:]}  # fmt: skip
    return [Way(name, [[[sys.executable, *call]]], place / "start", home) for name, call in calls.items()]


def grown(place: Path, sizes: list[int]) -> list[Way]:
    """The builder with more and more pages, drawn from one large list."""
    (place / "grown.yml").write_text(GROWN, encoding="utf-8")
    names = list({each.name: None for each in read(place / "grown.yml")})
    random.Random(0).shuffle(names)
    asked = sorted(read(place / "grown.yml"), key=lambda each: names.index(each.name))
    assert len(asked) >= max(sizes)
    return [builder(f"{size} pages", project(place / f"grown-{size}", asked[:size])) for size in sizes]


def measure(ways: list[Way], rounds: int, bases: tuple[int, ...], same: int = 0) -> None:
    """Each way in turn, and a table with ratios to those at `bases`. The first `same` make the same bytes.

    A way that fails is left out, with the reason.
    """
    left = [*ways]
    for _ in range(rounds):
        for way in [*left]:
            try:
                way.run()
                print("  {}: {:.1f} s, {:.1f} of processors".format(way.name, *way.times[-1]), flush=True)
            except RuntimeError as error:
                left.remove(way)
                print(f"left out: {way.name}: {error}")
            assert way not in ways[1:same] or way.pages() == ways[0].pages() != {}, f"other bytes: {way.name}"
    names = [ways[base].name.partition(":")[0].replace("builder, ", "") for base in bases]
    print(f"\n{'wall and processor seconds':34}{'':36}", *(f"{'÷ ' + name:>14}" for name in names))
    for way in left:
        print(f"{way.name:34}", *(spread([each[kind] for each in way.times]) for kind in (0, 1)),
              *(ratios(way, ways[base]) for base in bases))  # fmt: skip


def spread(seconds: list[float]) -> str:
    return f"{median(seconds):6.2f} ({min(seconds):.2f}-{max(seconds):.2f})".ljust(22)


def ratios(way: Way, base: Way) -> str:
    pairs = list(zip(way.times, base.times, strict=False))
    return "".join(f"{median(own[kind] / other[kind] for own, other in pairs):7.2f}" for kind in (0, 1))


def memory(way: Way) -> tuple[float, float]:
    """The most that all processes of a way, and the largest of them, held at once: MiB, shared pages divided."""
    most, done = [0.0, 0.0], Event()

    def watch() -> None:
        while not done.wait(0.05):
            held = [*map(size, started())]
            most[:] = map(max, most, (sum(held), max(held, default=0)))

    watching = Thread(target=watch)
    watching.start()
    way.run()
    done.set()
    watching.join()
    return most[0], most[1]


def started() -> set[int]:
    """The processes that were started here, also by others."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has just ended
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    own = {os.getpid()}
    while more := {each for each, parent in parents.items() if parent in own} - own:
        own |= more
    return own - {os.getpid()}


def size(process: int) -> float:
    with suppress(OSError, StopIteration):
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        return int(next(line.split()[1] for line in lines if line.startswith("Pss:"))) / 1024
    return 0


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--pages", type=int, default=8)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--grown", type=int, nargs="+", default=[34, 120, 315])
    options.add_argument("--own", action="store_true")
    options.add_argument("--quick", action="store_true")
    chosen = options.parse_args()
    if LINUX:
        ctypes.CDLL(None).prctl(36, 1)  # PR_SET_CHILD_SUBREAPER: what children leave behind is waited for here
    with TemporaryDirectory() as folder:
        if chosen.quick:
            measure(own_ways(Path(folder), some(chosen.pages))[:2], chosen.rounds, (0,), same=2)
            return
        compare(Path(folder), some(chosen.pages), chosen.rounds, chosen.own)
        ways = grown(Path(folder), chosen.grown)
        measure(ways, chosen.rounds, (0,))
        for way, count in zip(ways, chosen.grown, strict=True):
            spent = [1000 * each / count for _, each in way.times]
            print(f"{way.name}: {spread(spent) if spent else 'none'} ms of a processor each")


def some(count: int) -> list[Brief]:
    """The briefs of so many pages, spread over the list; 0 for all of it."""
    names = list({each.name: None for each in read()})
    runs = min(count // 2 or len(names), len(names))
    chosen = {names[(2 * number + 1) * len(names) // (2 * runs)] for number in range(runs)}
    return [each for each in read() if each.name in chosen]


def compare(place: Path, asked: list[Brief], rounds: int, own: bool) -> None:
    """These pages by every way, then start-up and memory."""
    ways, runs = own_ways(place, asked), len({each.name for each in asked})
    others = (
        [] if own else [Way(name, jobs, place / "other", at_once=many) for name, jobs, many in rivals(asked, place)]
    )
    print(f"{len(asked)} pages of {runs} runs, {rounds} rounds, {len(CORES)} cores")
    measure(ways + others, rounds, (0, 1, 2), same=5)
    measure(start_up(place, ways[1].home), rounds, (0,))
    if LINUX:
        (built, _), (_, kernel) = memory(ways[1]), memory(Way("", [stock(asked[0])], place / "kernel"))
        workers = min(runs, len(CORES))
        each = built / workers
        print(f"\nmemory: builder {built:.0f} MiB, {each:.0f} for each of {workers} workers; "
              f"an ordinary kernel {kernel:.0f}, ratio {each / kernel:.2f}")  # fmt: skip


if __name__ == "__main__":
    main()
