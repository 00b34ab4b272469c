"""compare.py RUN STORED   compares the outputs of a notebook that was run with those stored in another, cell by cell.

Compared are streams (joined) and text/plain of results and displays; a cell stored without outputs is not compared.
Prints a line per difference; exit 1 if there is any, or if nothing was compared.
"""
import json
import sys


def cells(path):
    with open(path, encoding="utf-8") as f:
        return [c for c in json.load(f)["cells"] if c["cell_type"] == "code"]


def joined(text):
    return text if isinstance(text, str) else "".join(text)


def outputs(cell):
    kept = []
    for o in cell["outputs"]:
        if o["output_type"] == "stream":
            if kept and kept[-1][0] == o["name"]:
                kept[-1] = (o["name"], kept[-1][1] + joined(o["text"]))
            else:
                kept.append((o["name"], joined(o["text"])))
        elif o["output_type"] == "error":
            kept.append(("error", o["ename"] + ": " + o["evalue"]))
        else:
            kept.append(("shown", joined(o["data"].get("text/plain", ""))))
    return kept


def main(run, stored):
    compared = different = 0
    ours, theirs = cells(run), cells(stored)
    if len(ours) != len(theirs):
        sys.exit(f"{run} has {len(ours)} code cells, {stored} has {len(theirs)}")
    for n, (got, want) in enumerate(zip(ours, theirs), 1):
        if not want["outputs"]:
            continue
        compared += 1
        if outputs(got) != outputs(want):
            different += 1
            print(f"cell {n}: {joined(got['source'])!r}\n  got  {outputs(got)}\n  want {outputs(want)}")
    print(f"{run}: {compared} cells compared, {different} differ")
    sys.exit(1 if different or not compared else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
