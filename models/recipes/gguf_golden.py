"""Seeded tensors in every format of GGUF that the product reads, and what the gguf package makes of them.

Writes formats.gguf, one matrix of 4 rows and 512 columns for each format, and formats.f32: the weights of all of them as
little-endian float32, in the order of the file. Two rows are quantized from normally distributed numbers where the
package can quantize; all other rows are random bytes with random scales, since every combination of bits is valid.

    python gguf_golden.py --target ../../test/golden/gguf
"""
import argparse
from pathlib import Path

import numpy as np
from gguf import GGMLQuantizationType as Type
from gguf import GGUFWriter
from gguf.constants import GGML_QUANT_SIZES
from gguf.quants import dequantize, quantize

ROWS, COLUMNS = 4, 512

# Format: where half-precision scales lie in a block; None for formats without blocks.
SCALES = {
    Type.F32: None,
    Type.F16: None,
    Type.BF16: None,
    Type.Q8_0: (0,),
    Type.Q4_0: (0,),
    Type.Q4_1: (0, 2),
    Type.Q5_0: (0,),
    Type.Q5_1: (0, 2),
    Type.Q4_K: (0, 2),
    Type.Q5_K: (0, 2),
    Type.Q6_K: (208,),
}


def random_rows(rng, type, rows):
    """Random bytes; scales are random half-precision numbers of either sign, some of them zero or subnormal."""
    elements, size = GGML_QUANT_SIZES[type]
    blocks = rng.integers(0, 256, (rows * COLUMNS // elements, size), dtype=np.uint8)
    for at in SCALES[type]:
        scales = (rng.standard_normal(len(blocks)) * 10.0 ** rng.integers(-8, 3, len(blocks))).astype(np.float16)
        blocks[:, at : at + 2] = scales.view(np.uint8).reshape(-1, 2)
    return blocks.reshape(rows, -1)


def tensor(rng, type):
    """Bytes [rows, bytes of a row] of one tensor."""
    values = (rng.standard_normal((ROWS, COLUMNS)) * 0.05).astype(np.float32)
    if SCALES[type] is None:
        return quantize(values, type).view(np.uint8).reshape(ROWS, -1)
    try:
        return np.concatenate([quantize(values[:2], type), random_rows(rng, type, ROWS - 2)])
    except NotImplementedError:
        return random_rows(rng, type, ROWS)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--target", type=Path, required=True)
    target = parser.parse_args().target
    target.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(7)
    writer = GGUFWriter(target / "formats.gguf", "llama")
    writer.add_name("every format")
    writer.add_uint8("number.uint8", 255)
    writer.add_int8("number.int8", -128)
    writer.add_uint16("number.uint16", 65535)
    writer.add_int16("number.int16", -32768)
    writer.add_uint32("number.uint32", 4294967295)
    writer.add_int32("number.int32", -2147483648)
    writer.add_uint64("number.uint64", 2**53 - 1)
    writer.add_uint64("number.too-large", 2**53)
    writer.add_int64("number.int64", -(2**53) + 1)
    writer.add_float32("number.float32", 0.1)
    writer.add_float64("number.float64", 0.1)
    writer.add_bool("flag.yes", True)
    writer.add_bool("flag.no", False)
    writer.add_string("text.empty", "")
    writer.add_string("text.mark", "\ufeffbegins with a byte order mark: 雪 🙂")
    writer.add_array("list.texts", ["", "\ufeff", "\ufeffusing", " the", "▁the", "é"])
    writer.add_array("list.numbers", [1, -2, 3])
    writer.add_array("list.floats", [0.5, -0.25])
    writer.add_array("list.flags", [True, False])
    floats = []
    for type in SCALES:
        data = tensor(rng, type)
        weights = dequantize(data, type).reshape(ROWS, COLUMNS)
        assert weights.dtype == np.float32 and np.isfinite(weights).all(), type
        floats.append(weights)
        writer.add_tensor(type.name, data, raw_shape=data.shape, raw_dtype=type)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    np.concatenate(floats).astype("<f4").tofile(target / "formats.f32")
    for file in sorted(target.iterdir()):
        print(file.name, file.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
