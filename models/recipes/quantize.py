"""8-bit weight formats for the exports: rows of int8, and the blocks of com.microsoft MatMulNBits."""
import numpy as np


def blocks(weight, size):
    """weight [out, in] -> uint8 [out, blocks, size], scales [out, blocks]; symmetric around 128, which is MatMulNBits' zero
    point when none is given. `size` divides the row."""
    grouped = weight.astype(np.float32).reshape(weight.shape[0], -1, size)
    scale = np.maximum(np.abs(grouped).max(2), 1e-12) / 127
    codes = np.rint(grouped / scale[..., None]) + 128
    return codes.astype(np.uint8), scale.astype(np.float32)


def rows(weight):
    """weight [..., in] -> int8 of the same shape and scales [..., 1]; the product of the two is the weight again."""
    scale = np.maximum(np.abs(weight).max(-1, keepdims=True), 1e-12) / 127
    return np.rint(weight / scale).astype(np.int8), scale.astype(np.float32)
