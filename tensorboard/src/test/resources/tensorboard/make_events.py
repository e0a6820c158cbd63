"""Writes by-2.21.0.tfevents beside this file with TensorBoard 2.21.0's own writer: three steps of two scalars in one event each,
the old way, and one scalar as a tensor, the new way."""

import pathlib
import shutil
import tempfile

from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.plugins.scalar.summary_v2 import scalar_pb
from tensorboard.summary.writer.event_file_writer import EventFileWriter

with tempfile.TemporaryDirectory() as folder:
    writer = EventFileWriter(folder)
    for step in range(1, 4):
        loss = Summary.Value(tag="loss/train", simple_value=1.0 / step)
        accuracy = Summary.Value(tag="accuracy/test", simple_value=step / 4)
        writer.add_event(Event(wall_time=1700000000.0 + step, step=100 * step, summary=Summary(value=[loss, accuracy])))
    writer.add_event(Event(wall_time=1700000004.0, step=400, summary=scalar_pb("tensor", 2.5)))
    writer.close()
    file = next(pathlib.Path(folder).iterdir())
    shutil.copy(file, pathlib.Path(__file__).with_name("by-2.21.0.tfevents"))
