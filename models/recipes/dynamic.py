"""A candidate for comparison: onnxruntime's dynamic int8 (activations are quantized too, at run time)."""
import logging
from pathlib import Path

from onnx import TensorProto
from onnxruntime.quantization import QuantType, quantize_dynamic


def int8(source: Path, target: Path):
    """source: the float export; MatMul becomes MatMulInteger, LSTM becomes DynamicQuantizeLSTM; GRU and RNN stay."""
    logging.getLogger().setLevel(logging.ERROR)
    quantize_dynamic(source, target, weight_type=QuantType.QInt8, per_channel=True,
                     extra_options={"MatMulConstBOnly": True, "DefaultTensorType": TensorProto.FLOAT})
