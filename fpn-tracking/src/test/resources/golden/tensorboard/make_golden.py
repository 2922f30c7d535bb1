"""Events and a file of them as TensorBoard's own messages and writer make them.

tensorboard 2.21.0, protobuf 6.33.6, Python 3.11: python make_golden.py > events.json
"""

import base64
import io
import json

import tensorboard
from tensorboard.compat.proto import event_pb2, summary_pb2
from tensorboard.plugins.hparams import api_pb2, plugin_data_pb2, summary_v2
from tensorboard.plugins.text import summary_v2 as text_summary
from tensorboard.summary.writer.record_writer import RecordWriter

SECONDS = 1795797889.25


def event(step=0, **what):
    made = event_pb2.Event(wall_time=SECONDS, **what)
    if step:
        made.step = step
    return made


def hparams(tag, **what):
    data = plugin_data_pb2.HParamsPluginData(**what)
    summary = summary_v2._summary_pb(tag, data)
    # the same content, with the entries of a map in the same order each time
    summary.value[0].metadata.plugin_data.content = data.SerializeToString(deterministic=True)
    return event(summary=summary)


start = plugin_data_pb2.SessionStartInfo(start_time_secs=SECONDS)
start.hparams["neck.repeats"].number_value = 3
start.hparams["neck.top_down"].bool_value = False
start.hparams["neck.type"].string_value = "bifpn"
events = {
    "version": event(file_version="brain.Event:2"),
    "start": event(300, session_log=event_pb2.SessionLog(status=event_pb2.SessionLog.START)),
    "scalars": event(
        299,
        summary=summary_pb2.Summary(
            value=[
                summary_pb2.Summary.Value(tag="train/loss", simple_value=1.5),
                summary_pb2.Summary.Value(tag="train/grad_norm", simple_value=float("inf")),
                summary_pb2.Summary.Value(tag="val/AP/Herz größer", simple_value=0.1),
            ]
        ),
    ),
    "text": event(summary=text_summary.text_pb("config", "    neck:\n      type: größer")),
    "parameters": hparams("_hparams_/session_start_info", session_start_info=start),
    "success": hparams(
        "_hparams_/session_end_info",
        session_end_info=plugin_data_pb2.SessionEndInfo(
            status=api_pb2.STATUS_SUCCESS, end_time_secs=SECONDS
        ),
    ),
}
bytes_of = {name: made.SerializeToString(deterministic=True) for name, made in events.items()}
file = io.BytesIO()
writer = RecordWriter(file)
for encoded in bytes_of.values():
    writer.write(encoded)
golden = {"tensorboard": tensorboard.__version__}
golden |= {name: base64.b64encode(encoded).decode() for name, encoded in bytes_of.items()}
golden["file"] = base64.b64encode(file.getvalue()).decode()
print(json.dumps(golden, indent=1))
