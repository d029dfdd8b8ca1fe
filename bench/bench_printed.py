"""How the reader's time grows with the text: run `python bench/bench_printed.py [kB]`; it takes a few minutes.

Prints, for text of 10 kB, 100 kB and 1 MB (or, as the last, what is named in kB, and a tenth and a hundredth of it),
the time per kB as a ratio to that of the shortest: near 1.0 throughout means linear. The texts are the made-up
paragraphs of the tests repeated, as lines and as one line, and lines of the shapes that make careless readers slow.
"""

import sys
import time
from pathlib import Path

import yaml

from sosanh.vietnamese.reader import tokens

CORPUS = Path(__file__).parents[1] / "tests" / "corpus" / "numbers.yml"
LARGEST = 1000 * int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
SIZES = (LARGEST // 100, LARGEST // 10, LARGEST)
PIECES = ("9", "1/", "1.", "1-", "1,", "a1b ", "đạt 1 ")


def seconds(text: str, runs: int) -> float:
    """The best of some runs: the others measure the machine."""
    best = float("inf")
    for _ in range(runs):
        begun = time.perf_counter()
        tokens(text)
        best = min(best, time.perf_counter() - begun)
    return best


def main() -> None:
    lines = [entry["text"] for entry in yaml.safe_load(CORPUS.read_text(encoding="utf-8"))]
    shapes = {"paragraphs": "\n".join(lines) + "\n", "one line": " ".join(lines) + " "}
    shapes |= {f"{piece!r} over and over": piece for piece in PIECES}
    print(f"{'text':24}" + "".join(f"{size / 1000:>8g} kB" for size in SIZES) + "   ms/kB of the last")
    for name, piece in shapes.items():
        per_kb = [
            1000 * seconds((piece * (size // len(piece) + 1))[:size], 3 if size < LARGEST else 1) for size in SIZES
        ]
        per_kb = [time * 1000 / size for time, size in zip(per_kb, SIZES, strict=True)]
        print(f"{name:24}" + "".join(f"{time / per_kb[0]:11.2f}" for time in per_kb) + f"{per_kb[-1]:16.2f}")


if __name__ == "__main__":
    main()
