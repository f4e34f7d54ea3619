#!/usr/bin/env python3
"""Plays Jupyter: starts the kernel through the launcher, trains, interrupts, goes on. Exit code 77: not everything is installed here.

Needs jupyter_client (Debian: python3-jupyter-client), the tool Microsoft.dotnet-interactive and a built course:
    dotnet build -c Release && python3 tests/Jupyter/interrupt.py
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

try:
    from jupyter_client import KernelManager
except ImportError:
    sys.exit(77)

ROOT = pathlib.Path(__file__).resolve().parents[2]
RUNNER = ROOT / "artifacts/bin/Runner/release/GanStability.Runner.dll"
SETUP = f'#r "{ROOT}/artifacts/kit/GanStability.dll"\nusing GanStability;\nKit.Start();'
RECIPE = "var recipe = Presets.Healthy with { Name = \"interrupt test\", Replicas = 2, Steps = 1_000_000, EvaluateEvery = 500, Device = \"cpu\" };"


class Notebook:
    """One kernel and the client that talks to it."""

    def __init__(self):
        self.manager = KernelManager(kernel_name=".net-csharp")
        self.manager.start_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.client = self.manager.client()
        self.client.start_channels()

    def ready(self):
        self.client.wait_for_ready(timeout=120)
        return self

    def send(self, code):
        return self.client.execute(code)

    def text(self, request, seconds=120):
        """What a cell has shown and printed, as text, when it has ended; and how it ended."""
        shown, status, end = [], None, time.monotonic() + seconds
        while True:
            message = self.client.get_iopub_msg(timeout=max(0.1, end - time.monotonic()))
            if message["parent_header"].get("msg_id") != request:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "stream":
                shown.append(content["text"])
            elif kind in ("display_data", "update_display_data", "execute_result"):
                shown.append(content["data"].get("text/plain") or content["data"].get("text/html", ""))
            elif kind == "error":
                status = "error"
                shown.append(content.get("evalue") or "\n".join(content["traceback"]))
            elif kind == "status" and content["execution_state"] == "idle":
                return "\n".join(shown), status or "ok"

    def run(self, code):
        return self.text(self.send(code))

    def interrupt_after(self, seconds, code):
        """Sends a cell, interrupts it, and says what it showed, how it ended and how long after the interrupt."""
        request = self.send(code)
        time.sleep(seconds)
        self.manager.interrupt_kernel()
        start = time.monotonic()
        text, status = self.text(request)
        return text, status, time.monotonic() - start

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def expect(condition, what):
    if not condition:
        raise SystemExit(f"FAILED: {what}")


def interrupts(notebook, times=5):
    text, status = notebook.run(SETUP)
    expect(status == "ok", text)
    notebook.run(RECIPE)
    text, status, took = notebook.interrupt_after(4, "var run = Kit.Train(recipe);")
    print(f"train: {took:.2f} s after the interrupt")
    for i in range(times - 1):
        expect(status == "ok" and took < 2, f"{status} after {took:.2f} s: {text[-400:]}")
        expect("what was learned so far is kept" in text, text[-400:])
        at = int(notebook.run("run.History.Steps.ToString()")[0])
        text, status, took = notebook.interrupt_after(2, "Kit.Resume(run);")
        expect(int(notebook.run("run.History.Steps.ToString()")[0]) > at, "Kit.Resume did not go on")
        print(f"go on {i + 1}: {took:.2f} s after the interrupt")
    expect(status == "ok" and took < 2, f"{status} after {took:.2f} s: {text[-400:]}")


def other_long_calls(notebook):
    notebook.run("var digits = new SyntheticDigits(); var network = DigitClassifier.For(digits);")
    cells = {
        "classifier training": ("DigitClassifier.Train(digits, digits, 1, 100_000, 100);", "Interrupted: the digit classifier was at step"),
        "scorer": ("new PictureScorer(network, digits, 500_000);", "Interrupted: not all pictures were looked at"),
        "showdown": ("Kit.Showdown([recipe with { Name = \"a\" }, recipe with { Name = \"b\" }]);", "Stopped: 0 of 4 seeds"),
        "side by side": ("var runs = Kit.Train([recipe with { Name = \"a\" }, recipe with { Name = \"b\" }]);", "what was learned so far is kept"),
        "trainer without the kit": ("Trainer.Train(recipe).Outcome.ToString()", "Cancelled"),
        "one cell, many trainings": ("for (var i = 0; i < 5; i++) Trainer.Train(recipe with { Seed = i }).Dispose(); \"all over\"", "all over"),
        "own loop": ("while (true) { System.Threading.Thread.Sleep(10); Kit.StopIfInterrupted(); }", "the loop of this cell was not finished"),
        "before the call": ("System.Threading.Thread.Sleep(3000); Trainer.Train(recipe).History.Steps.ToString()", "1"),
    }
    for name, (code, said) in cells.items():
        text, status, took = notebook.interrupt_after(2, code)
        print(f"{name}: {took:.2f} s after the interrupt, {status}")
        expect(said in text, f"{name}: {text[-600:]}")
        expect(took < 3, f"{name} took {took:.2f} s")
    expect(notebook.run("(1 + 1).ToString()") == ("2", "ok"), "the kernel did not go on")
    # An interrupt of a kernel that does nothing is over when the next cell begins.
    notebook.manager.interrupt_kernel()
    time.sleep(1)
    expect("Completed" in notebook.run("Trainer.Train(recipe with { Steps = 20 }).Outcome.ToString()")[0], "an interrupt between cells stopped the next cell")


def same_second(kernels=3):
    notebooks = [Notebook() for _ in range(kernels)]
    try:
        for notebook in notebooks:
            notebook.ready()
        time.sleep(10)
        for notebook in notebooks:
            # The first cell of a kernel also shows scripts of the kernel's own.
            text, status = notebook.run("(20 + 1).ToString()")
            expect(status == "ok" and text.endswith("21"), f"a kernel of several died: {text[-200:]}")
    finally:
        for notebook in notebooks:
            notebook.close()
    print(f"{kernels} kernels started together live")


def main():
    tools = os.pathsep.join([os.environ["PATH"], str(pathlib.Path.home() / ".dotnet/tools")])
    if not (RUNNER.exists() and shutil.which("dotnet-interactive", path=tools)):
        sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JUPYTER_DATA_DIR"] = folder
        subprocess.run(["dotnet", str(RUNNER), "kernel", "install"], check=True, cwd=ROOT)
        notebook = Notebook().ready()
        try:
            interrupts(notebook)
            other_long_calls(notebook)
        finally:
            notebook.close()
        same_second()
    print("good")


if __name__ == "__main__":
    main()
