"""Measures ten group-by questions over Arrow records in memory against pandas, interleaved: bench.py [ROWS [FOLDER]]

The table is that of the db-benchmark (10 million rows, 9 columns), made from a seed and kept as Parquet in FOLDER (a temporary one when not given). Ours has plain strings. pandas
is asked twice where strings are among the keys, of plain strings and of categoricals (made before, outside the time), and the faster one counts. Prints one
line per question: name, ours, pandas', ratio (more is better for us), CPU seconds of both, then the geometric mean and the bar, and the mean on plain strings
alone. Exits 1 when the bar is missed or an answer differs. GO names the Go program, go when unset.

Ours uses all processors and pandas one, so run it on a machine that does nothing else: the load is printed before and after.
"""

import json
import math
import os
import pathlib
import platform
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
QUESTIONS = [f"q{i}" for i in range(1, 11)]
OF_STRINGS = {"q1", "q2", "q3", "q7", "q9", "q10"}
ROUNDS, SEED, GROUPS, BAR = 3, 108, 100, 2


def table(path, rows):
    """The table G1 of the db-benchmark: id1, id2, id4, id5 have 100 values, id3 and id6 a hundredth of the rows."""
    import numpy
    import pyarrow
    import pyarrow.parquet

    if path.exists():
        return
    r = numpy.random.default_rng(SEED)
    few, many = lambda: r.integers(1, GROUPS + 1, rows), lambda: r.integers(1, rows // GROUPS + 1, rows)
    text = lambda values, width: pyarrow.array(numpy.char.mod(f"id%0{width}d", numpy.arange(values.max() + 1)).tolist()).take(pyarrow.array(values))
    columns = {"id1": text(few(), 3), "id2": text(few(), 3), "id3": text(many(), 10), "id4": few(), "id5": few(), "id6": many()}
    columns |= {"v1": r.integers(1, 6, rows), "v2": r.integers(1, 16, rows), "v3": r.uniform(0, 100, rows).round(6)}
    unfinished = path.with_suffix(".part")
    pyarrow.parquet.write_table(pyarrow.table(columns), unfinished)
    unfinished.rename(path)


class Side:
    """A program that answers a question with a line."""

    def __init__(self, *command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.loaded = self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"{self.process.args[0]} ended: {self.process.wait()}")
        return json.loads(line)

    def ask(self, question):
        print(question, file=self.process.stdin, flush=True)
        return self.answer()

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def same(a, b):
    return a["rows"] == b["rows"] and len(a["sums"]) == len(b["sums"]) and all(math.isclose(x, y, rel_tol=1e-9) for x, y in zip(a["sums"], b["sums"]))


def measure(ours, peer, question):
    """The fastest answers of both, asked in turns, and whether all answers were the same."""
    kinds = ["str", "category"] if question in OF_STRINGS else ["str"]
    mine, theirs = [], {kind: [] for kind in kinds}
    for _ in range(ROUNDS):
        mine.append(ours.ask(question))
        for kind in kinds:
            theirs[kind].append(peer.ask(f"{kind} {question}"))
    fastest = lambda answers: min(answers, key=lambda a: a["seconds"])
    equal = all(same(mine[0], other) for other in sum(theirs.values(), mine))
    return fastest(mine), {kind: fastest(answers) for kind, answers in theirs.items()}, equal


def report(question, mine, theirs, equal):
    """Prints the line of a question; returns the ratios to pandas at its best and to pandas on plain strings."""
    kind = min(theirs, key=lambda k: theirs[k]["seconds"])
    best, ratio = theirs[kind], theirs[kind]["seconds"] / mine["seconds"]
    print(
        f"{question:32} {mine['seconds'] * 1e3:10.1f} ms     {best['seconds'] * 1e3:10.1f} ms     {ratio:7.1f}x"
        f"  CPU {mine['cpu']:.2f} s and {best['cpu']:.2f} s; {mine['rows']} rows {'equal' if equal else 'DIFFER'}; pandas on {kind}",
        flush=True,
    )
    return ratio, theirs["str"]["seconds"] / mine["seconds"]


def geometric(ratios):
    return math.exp(sum(map(math.log, ratios)) / len(ratios))


def run(folder, rows):
    program, data = os.path.join(folder, "frames"), pathlib.Path(folder) / f"G1_{rows}_{GROUPS}_{SEED}.parquet"
    subprocess.run([os.environ.get("GO", "go"), "build", "-o", program, "."], cwd=HERE, check=True)
    table(data, rows)
    ours, peer = Side(program, str(data)), Side(sys.executable, str(HERE / "peer.py"), str(data))
    print(f"# {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, pandas {peer.loaded['pandas']}; {rows} rows; best of {ROUNDS}, ours against pandas; load {os.getloadavg()[0]:.1f}")
    ratios, good = [], ours.loaded["rows"] == peer.loaded["rows"] == rows
    for question in QUESTIONS:
        mine, theirs, equal = measure(ours, peer, question)
        ratios.append(report(question, mine, theirs, equal))
        good &= equal
    ours.close()
    peer.close()
    mean, plain = (geometric(column) for column in zip(*ratios))
    print(f"{'geometric mean':32} {'':13} {'':17} {mean:7.1f}x  bar {BAR}x  {'ok' if mean >= BAR else 'MISSED'}")
    print(f"{'geometric mean on plain strings':32} {'':13} {'':17} {plain:7.1f}x")
    print(f"{'answers':32} {'equal' if good else 'DIFFER'}; load {os.getloadavg()[0]:.1f}")
    return good and mean >= BAR


def main():
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    if len(sys.argv) > 2:
        os.makedirs(sys.argv[2], exist_ok=True)
        sys.exit(0 if run(os.path.abspath(sys.argv[2]), rows) else 1)
    with tempfile.TemporaryDirectory() as folder:
        good = run(folder, rows)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
