"""What onnxruntime's own optimizer makes of an eager export."""

import logging

import onnx
from onnxruntime.transformers.fusion_options import FusionOptions
from onnxruntime.transformers.optimizer import MODEL_TYPES


def optimized(path, target, kind, multi, heads, width):
    """multi: fuse into MultiHeadAttention where it could be Attention."""
    logging.disable(logging.WARNING)
    options = FusionOptions(kind)
    options.use_multi_head_attention = multi
    model = MODEL_TYPES[kind][0](onnx.load(str(path)), heads, width)
    if kind == "t5":  # the operator it makes of position biases runs on graphics processors only
        model.rpb_fusion.apply = lambda: None
    model.optimize(options)
    model.model.producer_name = "onnxruntime.transformers"
    model.save_model_to_file(str(target))
