"""A training followed by a real MLflow server, and its event files read by TensorBoard where that is installed.

    pip install mlflow            # and tensorboard, for the second part
    python tools/parity/tracking/mlflow_server.py

Starts a server on this machine with a store of its own, trains six steps against it, goes on to eight, and compares what the
server says with the run's own table. Ends with status 1 where they differ.
"""
import csv
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import mlflow
from mlflow.tracking import MlflowClient

HERE = Path(__file__).parent


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def train(run, steps, address):
    command = ["node", "tools/run-from-sources.js", str(HERE / "train.ts"), str(run), str(steps)]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "MLFLOW_TRACKING_URI": address})
    if done.returncode != 0 or done.stderr.strip():
        sys.exit(f"the training said: {done.stderr}")


def wait(address, server, seconds=1200):
    for _ in range(seconds):
        if server.poll() is not None:
            sys.exit(f"the server ended: {server.stderr.read().decode()[-2000:]}")
        try:
            urllib.request.urlopen(f"{address}/health").read()
            return
        except OSError:
            time.sleep(1)
    sys.exit("the server does not answer")


def check(run, client, steps):
    experiment = client.get_experiment_by_name("braingen")
    (found,) = client.search_runs([experiment.experiment_id])
    assert found.info.status == "FINISHED", found.info.status
    assert found.data.params["training.checkpointEvery"] == "2", found.data.params
    with open(run / "metrics.csv") as file:
        rows = list(csv.DictReader(file))
    for name in sorted({row["name"] for row in rows}):
        ours = [(int(row["step"]), float(row["value"])) for row in rows if row["name"] == name]
        theirs = [(metric.step, metric.value) for metric in client.get_metric_history(found.info.run_id, name)]
        assert sorted(set(theirs)) == sorted(set(ours)), (name, theirs, ours)
        print(f"  {name}: {len(set(theirs))} values, steps {ours[0][0]} to {ours[-1][0]}")
    assert ("loss/training", steps) in {(row["name"], int(row["step"])) for row in rows}
    pictures = [item.path for item in client.list_artifacts(found.info.run_id, "sample")]
    assert len(pictures) == steps // 2, pictures
    for path in pictures:
        bytes_ = Path(client.download_artifacts(found.info.run_id, path)).read_bytes()
        assert bytes_.startswith(b"\x89PNG"), path
    print(f"  {len(found.data.params)} parameters, {len(pictures)} pictures, {found.info.status}")


def through_tensorboard(run):
    try:
        import tensorboard
    except ImportError as error:
        return print(f"TensorBoard: not tried, {error}")
    print(f"TensorBoard {tensorboard.__version__}")
    subprocess.run([sys.executable, str(HERE / "tensorboard_events.py"), str(run / "tensorboard")], check=True)


with tempfile.TemporaryDirectory() as root:
    run, address = Path(root) / "run", f"http://127.0.0.1:{free_port()}"
    store = ["--backend-store-uri", f"sqlite:///{root}/store.db", "--artifacts-destination", f"{root}/artifacts"]
    command = [sys.executable, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", address.rsplit(":", 1)[1]]
    server = subprocess.Popen([*command, "--workers", "1", *store], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        wait(address, server)
        client = MlflowClient(address)
        for steps in (6, 8):
            print(f"MLflow {mlflow.__version__}, trained to step {steps}", flush=True)
            train(run, steps, address)
            check(run, client, steps)
        through_tensorboard(run)
    finally:
        server.terminate()
        server.wait()
