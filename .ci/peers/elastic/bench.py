"""Measures a fetch from a real Elasticsearch against elasticsearch-py's scan with pandas' json_normalize: bench.py [DOCUMENTS [URL]]

Without URL a server is started by ../../servers/elasticsearch and ended again. Each side runs in a process of its own. Prints one line per figure: name, ours, the peer's, ratio (more is better for us), and the bar. Exits 1 when a bar is missed
or the answers differ in a single cell. GO names the Go program, go when unset.
"""

import contextlib
import json
import os
import pathlib
import platform
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
import zlib

INDEX = "bench-endpoint.events"
QUERY = "data_stream.dataset:endpoint.events.process AND process.name:*.exe"
HERE = pathlib.Path(__file__).resolve().parent


def peer(url):
    """Fetches and normalises as notebooks do, then sums up every column."""
    began = time.perf_counter()
    import pandas
    from elasticsearch import Elasticsearch
    from elasticsearch.helpers import scan

    body = {"query": {"bool": {"filter": [{"query_string": {"query": QUERY}}, {"range": {"@timestamp": {"gte": "now-120d/d", "lt": "now/d"}}}]}}}
    hits = scan(Elasticsearch(url), index=INDEX, query=body, size=10000)
    frame = pandas.json_normalize([hit["_source"] for hit in hits])
    took = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    json.dump({"rows": len(frame), "columns": len(frame.columns), "seconds": took, "peak_mb": peak, "checksums": checksums(frame)}, sys.stdout)


def checksums(frame):
    """The same sums as checksum.go: by column, over rows, CRC-32 of sequence number | value."""
    keys = frame["event.sequence"].tolist()
    sums = {}
    for name in frame.columns:
        texts = (text(v) for v in frame[name].tolist())
        sums[name] = str(sum(zlib.crc32(f"{k}|{t}".encode()) for k, t in zip(keys, texts) if t is not None) % 2**64)
    return sums


def text(value):
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    if isinstance(value, float):
        return None if value != value else str(int(value)) if value.is_integer() else repr(value)
    return None if value is None else str(value)


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{command[0]}: {done.stderr}")
    return json.loads(done.stdout) if done.stdout else None


@contextlib.contextmanager
def server(folder, given):
    """The URL that was given, or that of a server with 2 GB of heap in folder."""
    if given:
        yield given[0]
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    start = HERE.parent.parent / "servers" / "elasticsearch" / "start.sh"
    subprocess.run(["bash", start, "plain", str(port), "2g"], env={**os.environ, "ES_WORK": folder}, check=True, stdout=subprocess.DEVNULL)
    pid = int((pathlib.Path(folder) / "run" / "plain.pid").read_text())
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        os.kill(pid, signal.SIGTERM)
        while pathlib.Path(f"/proc/{pid}").exists():
            time.sleep(0.1)


def line(name, ours, peers, ratio, bar, unit):
    verdict = "ok" if ratio >= bar else "MISSED"
    print(f"{name:32} {ours:10.1f} {unit:6} {peers:10.1f} {unit:6} {ratio:7.1f}x  bar {bar}x  {verdict}", flush=True)
    return ratio >= bar


def main():
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else 500_000
    with tempfile.TemporaryDirectory() as temporary, server(temporary, sys.argv[2:]) as url:
        program = os.path.join(temporary, "elastic")
        subprocess.run([os.environ.get("GO", "go"), "build", "-o", program, "."], cwd=HERE, check=True)
        run(program, "load", url, str(documents))
        mine = run(program, "fetch", url)
        other = run(sys.executable, __file__, "--peer", url)
    print(f"# {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; {mine['rows']} documents, {mine['columns']} columns; ours against elasticsearch-py and pandas")
    same = mine["rows"] == other["rows"] == documents and mine["checksums"] == other["checksums"]
    good = line("fetch to frame", mine["rows"] / mine["seconds"], other["rows"] / other["seconds"], other["seconds"] / mine["seconds"], 10, "rows/s")
    good &= line("peak memory", mine["peak_mb"], other["peak_mb"], other["peak_mb"] / mine["peak_mb"], 4, "MB")
    print(f"{'answers':32} {'equal in every cell' if same else 'DIFFER: ' + differing(mine, other)}")
    sys.exit(0 if good and same else 1)


def differing(mine, other):
    names = sorted(set(mine["checksums"]) | set(other["checksums"]))
    return ", ".join(n for n in names if mine["checksums"].get(n) != other["checksums"].get(n)) or f"{mine['rows']} and {other['rows']} rows"


if __name__ == "__main__":
    peer(sys.argv[2]) if sys.argv[1:2] == ["--peer"] else main()
