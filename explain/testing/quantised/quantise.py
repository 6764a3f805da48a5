"""Writes `net.qdq.onnx`: a small float network, quantised to QDQ by onnxruntime.quantization (per channel, weights int8).

    python explain/testing/quantised/quantise.py FLOAT.onnx

FLOAT.onnx: `SMALL_NETS.resnet()` of explain/testing/small-nets.ts, written to a file. Made with onnxruntime 1.32.0.
"""

import sys
from pathlib import Path

import numpy as np
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process


class Images(CalibrationDataReader):
    def __init__(self):
        rng = np.random.default_rng(1)
        self.left = [{"image": rng.normal(size=(1, 3, 12, 12)).astype("float32")} for _ in range(16)]

    def get_next(self):
        return self.left.pop() if self.left else None


here = Path(__file__).parent
prepared = here / "prepared.onnx"
quant_pre_process(sys.argv[1], prepared)
quantize_static(
    prepared,
    here / "net.qdq.onnx",
    Images(),
    quant_format=QuantFormat.QDQ,
    per_channel=True,
    activation_type=QuantType.QUInt8,
    weight_type=QuantType.QInt8,
)
prepared.unlink()
