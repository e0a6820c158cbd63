"""Whether TensorBoard shows what `./gradj train --tensorboard` writes: of a training that ran through, and of one that was
killed (kill -9) and resumed, read by both of TensorBoard's loaders, the slow one in Python and the fast one behind its pages,
and compared with peers/tensorboard.json.

    python3 -m venv venv; venv/bin/pip install tensorboard    # tried: 2.21.0, with its data server 0.7.2
    venv/bin/python peers/read_tensorboard.py                      # about a minute; exit code 1 where something differs
    venv/bin/python peers/read_tensorboard.py --write              # writes peers/tensorboard.json anew

Outside the build, which needs no Python. Run on 2026-11-29 with Python 3.11.7: 0 differences.
"""

import json
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

ROOT = pathlib.Path(__file__).resolve().parent.parent
EXPECTED = ROOT / "peers" / "tensorboard.json"
TRAIN = [str(ROOT / "gradj"), "train", "--backend", "java"]
DIGITS = ["--seed", "1", "--iterations", "2000", "--checkpoint-every", "500"]


def train(*options):
    subprocess.run([*TRAIN, *map(str, options)], check=True, capture_output=True)


def train_until_killed(*options):
    """Killed when the second epoch's line is there: after iteration 1200, with a checkpoint of iteration 1000."""
    with subprocess.Popen([*TRAIN, *map(str, options)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        for line in process.stdout:
            if line.split()[:1] == ["2"]:
                process.kill()
    if process.returncode != -signal.SIGKILL:
        sys.exit(f"the training that was to be killed ended with {process.returncode}")


def slow(folder):
    """By the loader in Python: of each kind the tags, of each tag what can be compared."""
    run = EventAccumulator(str(folder), {"scalars": 0, "histograms": 0, "images": 0, "tensors": 0})
    run.Reload()
    tags = run.Tags()
    return {
        "scalars": {tag: [[e.step, e.value] for e in run.Scalars(tag)] for tag in tags["scalars"]},
        "histograms": {
            tag: [[e.step, sum(e.histogram_value.bucket)] for e in run.Histograms(tag)] for tag in tags["histograms"]
        },
        "images": {tag: [[e.step, e.width, e.height] for e in run.Images(tag)] for tag in tags["images"]},
        "texts": {tag: [e.step for e in run.Tensors(tag)] for tag in tags["tensors"]},
    }


def fast(address, run):
    """By the loader behind the pages."""

    def get(path):
        with urllib.request.urlopen(f"{address}data/plugin/{path}") as answer:
            return answer.read()

    def tags(plugin):
        return json.loads(get(f"{plugin}/tags")).get(run, [])

    def values(plugin, what, tag):
        return json.loads(get(f"{plugin}/{what}?" + urllib.parse.urlencode({"run": run, "tag": tag, "sample": 0})))

    def size(image):
        png = get("images/individualImage?" + image["query"])
        return [int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")]

    return {
        "scalars": {tag: [e[1:] for e in values("scalars", "scalars", tag)] for tag in tags("scalars")},
        "histograms": {
            tag: [[e[1], sum(bucket[2] for bucket in e[2])] for e in values("histograms", "histograms", tag)]
            for tag in tags("histograms")
        },
        "images": {tag: [[e["step"], *size(e)] for e in values("images", "images", tag)] for tag in tags("images")},
        "texts": {tag: [e["step"] for e in values("text", "text", tag)] for tag in tags("text")},
    }


def pages(runs):
    """TensorBoard on these runs; its address once it has read them."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tensorboard.main", "--logdir", str(runs), "--host", "127.0.0.1", "--port", "0"]
        + ["--load_fast=true"],
        stderr=subprocess.PIPE,
        text=True,
    )
    for line in process.stderr:
        if " at http" in line:
            time.sleep(10)
            return process, line.split(" at ")[1].split()[0]
    sys.exit("tensorboard did not start")


def differences(name, expected, found):
    """A scalar may differ by its last digits, as on another processor; of many, the fast loader shows a thousand."""
    count = 0
    for kind, tags in expected.items():
        if set(tags) != set(found[kind]):
            print(f"{name}: {kind}: expected {sorted(tags)}, found {sorted(found[kind])}")
            count += 1
            continue
        for tag, values in tags.items():
            others = found[kind][tag]
            if name.startswith("fast") and len(values) > 1000:
                steps = [step for step, _ in others]
                same = len(others) == 1000 and steps == sorted(set(steps)) and steps[-1] == values[-1][0]
                values = [value for value in values if value[0] in set(steps)]
            else:
                same = True
            if kind == "scalars":
                same &= [v[0] for v in values] == [v[0] for v in others]
                same &= all(abs(v[1] - o[1]) <= 1e-5 * abs(v[1]) for v, o in zip(values, others))
            else:
                same &= values == others
            if not same:
                print(f"{name}: {kind} {tag}: expected {values[:3]} ..., found {others[:3]} ...")
                count += 1
    return count


def main():
    with tempfile.TemporaryDirectory() as folder:
        runs = pathlib.Path(folder) / "runs"
        saved = pathlib.Path(folder) / "checkpoints"
        train(*DIGITS, "--tensorboard", runs / "whole")
        train_until_killed(*DIGITS, "--tensorboard", runs / "killed", "--checkpoint", saved)
        train("--resume", saved, "--tensorboard", runs / "killed")
        if "--write" in sys.argv[1:]:
            EXPECTED.write_text(json.dumps(slow(runs / "whole")) + "\n")
        expected = json.loads(EXPECTED.read_text())
        count = 0
        for run in "whole", "killed":
            count += differences("slow " + run, expected, slow(runs / run))
        process, address = pages(runs)
        try:
            for run in "whole", "killed":
                count += differences("fast " + run, expected, fast(address, run))
        finally:
            process.terminate()
            process.wait()
    print(f"{count} differences")
    sys.exit(count > 0)


main()
