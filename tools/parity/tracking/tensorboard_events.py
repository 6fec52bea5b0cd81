"""
Event files as TensorBoard's own package writes them: test-fixtures/reference/tracking.json.

    pip install tensorboard
    python tools/parity/tracking/tensorboard_events.py > test-fixtures/reference/tracking.json

With a folder it reads the event files there as TensorBoard does, and prints what it found:

    python tools/parity/tracking/tensorboard_events.py RUN/tensorboard
"""

import io
import json
import sys

import tensorboard
from tensorboard.compat.proto.event_pb2 import Event, SessionLog
from tensorboard.compat.proto.summary_pb2 import HistogramProto, Summary
from tensorboard.summary.writer.record_writer import RecordWriter

WALL_TIME = 1764460800.25


def framed(event):
    file = io.BytesIO()
    RecordWriter(file).write(event.SerializeToString())
    return file.getvalue().hex()


def write():
    value = Summary.Value
    picture = Summary.Image(height=2, width=3, colorspace=1, encoded_image_string=b"\x89PNG")
    histogram = HistogramProto(min=-1, max=2, num=4, sum=2, sum_squares=6, bucket_limit=[0.5, 2], bucket=[2, 2])
    events = {
        "version": Event(wall_time=WALL_TIME, file_version="brain.Event:2"),
        "restart": Event(wall_time=WALL_TIME, step=301, session_log=SessionLog(status=SessionLog.START)),
        "scalars": Event(
            wall_time=WALL_TIME,
            step=7,
            summary=Summary(value=[value(tag="loss/training", simple_value=0.25), value(tag="rate", simple_value=1e-3)]),
        ),
        "picture": Event(wall_time=WALL_TIME, step=300000, summary=Summary(value=[value(tag="sample", image=picture)])),
        "histogram": Event(wall_time=WALL_TIME, step=1, summary=Summary(value=[value(tag="weights", histo=histogram)])),
    }
    source = f"tensorboard {tensorboard.__version__}, tools/parity/tracking/tensorboard_events.py"
    print(json.dumps({"source": source, "wallTime": WALL_TIME, "events": {k: framed(v) for k, v in events.items()}}, indent=2))


def read(folder):
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    found = EventAccumulator(folder, size_guidance={"scalars": 0, "images": 0, "histograms": 0}).Reload()
    tags = found.Tags()
    for name in tags["scalars"]:
        events = found.Scalars(name)
        print(f"scalar {name}: {len(events)}, steps {events[0].step} to {events[-1].step}, last {events[-1].value:.6g}")
    for name in tags["images"]:
        events = found.Images(name)
        print(f"image {name}: {len(events)}, {events[-1].width} x {events[-1].height}")
    for name in tags["histograms"]:
        events = found.Histograms(name)
        print(f"histogram {name}: {len(events)}, {events[-1].histogram_value.num:.0f} numbers")


if len(sys.argv) > 1:
    read(sys.argv[1])
else:
    write()
