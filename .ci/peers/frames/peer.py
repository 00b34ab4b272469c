"""The ten questions in pandas' words, and the table that they are asked of. bench.py runs it: peer.py DATA.parquet

Speaks as the Go program does: a line when the table is there, then for each "KIND QUESTION" of its input one line of JSON. KIND is str (id1..id3 are
plain strings) or category (they are categoricals; the conversion is not in the time).
"""

import json
import sys
import time

import numpy
import pandas

FIRST_PRIME, LAST_PRIME = 1_000_003, 65_521
STRINGS = ("id1", "id2", "id3")


def grouped(x, *keys):
    return x.groupby(list(keys), as_index=False, sort=False, observed=True)


def q7(x):
    found = grouped(x, "id3").agg({"v1": "max", "v2": "min"})
    return pandas.DataFrame({"id3": found["id3"], "range": found["v1"] - found["v2"]})


def q9(x):
    """Squared correlation from sums: a call of corr for each of the groups takes minutes."""
    parts = pandas.DataFrame({"id2": x["id2"], "id4": x["id4"], "x": x["v1"], "y": x["v2"], "xy": x["v1"] * x["v2"], "xx": x["v1"] ** 2, "yy": x["v2"] ** 2, "n": 1})
    s = grouped(parts, "id2", "id4").sum()
    r2 = (s["n"] * s["xy"] - s["x"] * s["y"]) ** 2 / ((s["n"] * s["xx"] - s["x"] ** 2) * (s["n"] * s["yy"] - s["y"] ** 2))
    return pandas.DataFrame({"id2": s["id2"], "id4": s["id4"], "r2": r2})


QUESTIONS = {
    "q1": lambda x: grouped(x, "id1").agg({"v1": "sum"}),
    "q2": lambda x: grouped(x, "id1", "id2").agg({"v1": "sum"}),
    "q3": lambda x: grouped(x, "id3").agg({"v1": "sum", "v3": "mean"}),
    "q4": lambda x: grouped(x, "id4").agg({"v1": "mean", "v2": "mean", "v3": "mean"}),
    "q5": lambda x: grouped(x, "id6").agg({"v1": "sum", "v2": "sum", "v3": "sum"}),
    "q6": lambda x: grouped(x, "id4", "id5").agg(median=("v3", "median"), std=("v3", "std")),
    "q7": q7,
    "q8": lambda x: x[["id6", "v3"]].sort_values("v3", ascending=False).groupby("id6", sort=False).head(2),
    "q9": q9,
    "q10": lambda x: grouped(x, "id1", "id2", "id3", "id4", "id5", "id6").agg(v3=("v3", "sum"), n=("v1", "size")),
}


def sums(frame):
    """The same sums as questions.go: value * weight, where a row's weight follows from its ids."""
    columns = {name: numbers(frame[name]) for name in frame.columns}
    weight = numpy.zeros(len(frame), dtype="int64")
    for name, values in columns.items():
        if name.startswith("id"):
            weight = (weight * 31 + values) % FIRST_PRIME
    weight = (weight % LAST_PRIME + 1).astype("float64")
    return [float((values * weight).sum()) for values in columns.values()]


def numbers(column):
    """The numbers of a column; the number of an id like id0042 is 42, that of no value (the deviation of a group of one) is 0."""
    if column.name not in STRINGS:
        return numpy.nan_to_num(column.to_numpy())
    codes, names = pandas.factorize(column)
    return numpy.array([int(name[2:]) for name in names])[codes]


def main(path):
    x = pandas.read_parquet(path)
    frames = {"str": x, "category": x.assign(**{name: x[name].astype("category") for name in STRINGS})}
    print(json.dumps({"rows": len(x), "pandas": pandas.__version__}), flush=True)
    for line in sys.stdin:
        kind, question = line.split()
        began, cpu = time.perf_counter(), time.process_time()
        found = QUESTIONS[question](frames[kind])
        took, used = time.perf_counter() - began, time.process_time() - cpu
        print(json.dumps({"seconds": took, "cpu": used, "rows": len(found), "sums": sums(found)}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
