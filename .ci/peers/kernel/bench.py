"""Measures the kernel against ipykernel, interleaved, through jupyter_client: bench.py

Both must be installed: gohunt by `gohunt install`, ipykernel and pandas in this Python. Prints one line per figure: name, ours, the peer's, ratio (the
peer's over ours: more is better for us), and the bar. Exits 1 when a bar is missed or an answer is wrong. GOHUNT_KERNEL names another kernel.
"""

import os
import platform
import socket
import statistics
import sys
import time

from jupyter_client.manager import KernelManager

OURS, PEER = os.environ.get("GOHUNT_KERNEL", "gohunt"), "python3"
LINES = 100_000
CODE = {
    "warm": {OURS: 'import "fmt"', PEER: "1"},
    "sum": {OURS: "1 + 1", PEER: "1 + 1"},
    "lines": {
        OURS: f'for i := 0; i < {LINES}; i++ {{ fmt.Println("line", i) }}',
        PEER: f'for i in range({LINES}): print("line", i)',
    },
    "idle": {OURS: "1", PEER: "import pandas"},
}


def listening(port):
    """Waits until a port is bound: ZeroMQ, having found it closed, would look again only after 100 ms, and that would be measured."""
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except ConnectionRefusedError:
            time.sleep(0.001)


class Kernel:
    """A running kernel and the time from its spawn to its first kernel_info_reply, in seconds."""

    def __init__(self, name):
        self.name = name
        self.manager = KernelManager(kernel_name=name)
        self.manager.cache_ports = False
        began = time.perf_counter()
        self.manager.start_kernel()
        for port in (self.manager.shell_port, self.manager.iopub_port):
            listening(port)
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.kernel_info()
        self.client.get_shell_msg(timeout=60)
        self.started = time.perf_counter() - began
        self.client.wait_for_ready(timeout=60)

    def run(self, what):
        """Runs CODE[what] to idle; returns seconds, the result and what was printed."""
        began = time.perf_counter()
        asked = self.client.execute(CODE[what][self.name])
        result, printed = None, []
        while True:
            message = self.client.get_iopub_msg(timeout=120)
            if message["parent_header"].get("msg_id") != asked:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "stream":
                printed.append(content["text"])
            elif kind == "execute_result":
                result = content["data"]["text/plain"]
            elif kind == "error":
                sys.exit(f"{self.name}: {content['ename']}: {content['evalue']}")
            elif kind == "status" and content["execution_state"] == "idle":
                break
        self.client.get_shell_msg(timeout=60)
        return time.perf_counter() - began, result, "".join(printed)

    def resident(self):
        """Resident memory in MiB, from Linux's /proc."""
        with open(f"/proc/{self.manager.provisioner.pid}/status") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel()


def spawn():
    seconds = {OURS: [], PEER: []}
    for _ in range(7):
        for name in (OURS, PEER):
            kernel = Kernel(name)
            seconds[name].append(kernel.started)
            kernel.close()
    return {name: statistics.median(all) for name, all in seconds.items()}


def sums(kernels):
    seconds = {name: [] for name in kernels}
    for _ in range(500):
        for name, kernel in kernels.items():
            took, result, _ = kernel.run("sum")
            if result != "2":
                sys.exit(f"{name}: 1 + 1 is {result}")
            seconds[name].append(took)
    return {name: statistics.median(all) for name, all in seconds.items()}


def lines(kernels):
    want = "".join(f"line {i}\n" for i in range(LINES))
    best = {}
    for _ in range(3):
        for name, kernel in kernels.items():
            took, _, printed = kernel.run("lines")
            if printed != want:
                sys.exit(f"{name}: the {LINES} lines came changed or in another order")
            best[name] = min(took, best.get(name, took))
    return best


def idle(kernels):
    for kernel in kernels.values():
        kernel.run("idle")
    time.sleep(1)
    return {name: kernel.resident() for name, kernel in kernels.items()}


def report(figure, unit, scale, values, bar):
    ratio = values[PEER] / values[OURS]
    verdict = "ok" if ratio >= bar else "MISSED"
    print(f"{figure:32} {values[OURS] * scale:10.2f} {unit:3} {values[PEER] * scale:10.2f} {unit:3} {ratio:7.1f}x  bar {bar}x  {verdict}", flush=True)
    return ratio >= bar


def main():
    print(f"# {platform.machine()}, {os.cpu_count()} cores, Linux {platform.release()}, Python {platform.python_version()}; gohunt against ipykernel")
    good = [report("spawn to kernel_info, median", "ms", 1e3, spawn(), 8)]
    kernels = {name: Kernel(name) for name in (OURS, PEER)}
    try:
        memory = idle({OURS: kernels[OURS], PEER: kernels[PEER]})
        for kernel in kernels.values():
            kernel.run("warm")
        good.append(report("1 + 1, median of 500", "ms", 1e3, sums(kernels), 4))
        good.append(report("100,000 printed lines, best", "ms", 1e3, lines(kernels), 8))
        good.append(report("idle memory (peer: with pandas)", "MiB", 1, memory, 1))
    finally:
        for kernel in kernels.values():
            kernel.close()
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
