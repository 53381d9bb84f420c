"""A small writer of ONNX graphs: nodes are appended in order and named after the module they come from."""
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

import quantize

FLOAT, INT64, INT32 = TensorProto.FLOAT, TensorProto.INT64, TensorProto.INT32
OPSET = 17


class Graph:
    def __init__(self, name, precision):
        """precision: fp32, or q8 (weights of 8 bits, everything computed in float)."""
        self.name, self.precision = name, precision
        self.nodes, self.initializers, self.inputs, self.outputs = [], [], [], []
        self.block, self.accuracy = 32, 1  # MatMulNBits: weights a scale; level 1 computes in float

    def value(self, name, array):
        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def node(self, op, inputs, output, domain="", **attributes):
        outputs = output if isinstance(output, list) else [output]
        name = outputs[0].removesuffix("/output_0")
        self.nodes.append(helper.make_node(op, inputs, outputs, name=name, domain=domain, **attributes))
        return outputs[0]

    def input(self, name, kind, shape):
        self.inputs.append(helper.make_tensor_value_info(name, kind, shape))
        return name

    def output(self, name, kind, shape):
        self.outputs.append(helper.make_tensor_value_info(name, kind, shape))

    def linear(self, x, weight, name, output=None):
        """x @ weight.T, weight [out, in]: a MatMul. Quantized, its matrix is int8 [in, out] with a scale for each column, and
        Cast and Mul make floats of it once, when the model is loaded (constant folding): the same speed as float, and the
        same numbers whether a text is read in one pass or in pieces, which quantized activations would not give."""
        output = output or f"{name}/output_0"
        if self.precision == "fp32":
            matrix = self.value(f"{name}.weight", weight.T)
        else:
            codes, scales = quantize.rows(weight)
            matrix = self.folded(f"{name}.weight", codes.T, scales.T)
        self.node("MatMul", [x, matrix], output)
        self.nodes[-1].name = name
        return output

    def projection(self, x, packed, shape, name, output):
        """The vocabulary projection as MatMulNBits over the table that the embedding shares; shape [vocabulary, hidden]."""
        self.node("MatMulNBits", [x, *packed], output, "com.microsoft", K=shape[1], N=shape[0], bits=8,
                  block_size=self.block, accuracy_level=self.accuracy)
        self.nodes[-1].name = name
        return output

    def folded(self, name, codes, scales):
        """int8 codes times float scales, as two nodes that onnxruntime folds into a constant."""
        wide = self.node("Cast", [self.value(f"{name}_q", codes)], f"{name}/Cast/output_0", to=FLOAT)
        return self.node("Mul", [wide, self.value(f"{name}_scales", scales)], f"{name}/Mul/output_0")

    def packed(self, weight, name):
        """Names of MatMulNBits' matrix [out, blocks, block] and scales [out, blocks]."""
        codes, scales = quantize.blocks(weight, self.block)
        return self.value(f"{name}.weight_q", codes), self.value(f"{name}.weight_scales", scales)

    def embedding(self, ids, weight, name, codes=None):
        """Rows of weight [vocabulary, hidden] for ids [batch, sequence]. Quantized, the table of the vocabulary projection
        serves here too: its blocks are gathered and scaled."""
        if self.precision == "fp32":
            return self.node("Gather", [self.value(f"{name}.weight", weight), ids], f"{name}/output_0")
        table, scales = codes
        picked = self.node("Gather", [table, ids], f"{name}/Gather/output_0")  # [batch, sequence, blocks, block]
        picked = self.node("Cast", [picked], f"{name}/Cast/output_0", to=FLOAT)
        middle = self.value(f"{name}.zero_point", np.float32(128))
        picked = self.node("Sub", [picked, middle], f"{name}/Sub/output_0")
        scale = self.node("Gather", [scales, ids], f"{name}/scales/Gather/output_0")  # [batch, sequence, blocks]
        scale = self.node("Unsqueeze", [scale, self.value(f"{name}.last", np.array([-1], np.int64))], f"{name}/scales/Unsqueeze/output_0")
        picked = self.node("Mul", [picked, scale], f"{name}/Mul/output_0")
        shape = self.value(f"{name}.shape", np.array([0, 0, weight.shape[1]], np.int64))
        return self.node("Reshape", [picked, shape], f"{name}/output_0")

    def model(self):
        graph = helper.make_graph(self.nodes, self.name, self.inputs, self.outputs, self.initializers)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid("com.microsoft", 1)]
        made = helper.make_model(graph, opset_imports=opsets, producer_name="langscope-recipes", ir_version=9)
        return made

    def save(self, path, shared=(), beside=None):
        """shared: names of weights that another graph has too; they lie once, in the file `beside` of the same folder."""
        made = self.model()
        if any(tensor.name in shared for tensor in made.graph.initializer):
            kept, at = path.with_name(beside), 0
            with kept.open("wb") as file:
                for tensor in made.graph.initializer:
                    if tensor.name in shared:
                        at = move_out(tensor, file, beside, at)
        onnx.save(made, str(path))


def move_out(tensor, file, name, at):
    """Appends the bytes of a tensor to a file as ONNX's external data -> where the next one starts, on a page of 4,096 bytes."""
    raw = tensor.raw_data
    file.write(b"\0" * (at - file.tell()) + raw)
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in (("location", name), ("offset", at), ("length", len(raw))):
        tensor.external_data.add(key=key, value=str(value))
    return -(-(at + len(raw)) // 4096) * 4096
