"""Runs an exported folder with onnxruntime and compares its logits with PyTorch's."""

import numpy as np
import onnxruntime as ort

TOLERANCE = 1e-4
TYPES = {"tensor(int64)": np.int64, "tensor(float)": np.float32, "tensor(bool)": np.bool_, "tensor(int32)": np.int32}


def run(path, known):
    """Runs a file: named arrays where they are known, else zeros, and nothing along the past."""
    session = ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    feeds = {}
    for entry in session.get_inputs():
        if entry.name in known:
            feeds[entry.name] = known[entry.name]
            continue
        tokens = known["input_ids"].shape[1]
        shape = [size if isinstance(size, int) else 1 if "batch" in size else 0 if "past" in size else tokens
                 for size in entry.shape]  # of a merged file false: the branch without a cache
        feeds[entry.name] = np.zeros(shape, TYPES[entry.type])
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, feeds)))


def in_pieces(path, source, whole):
    """The same text read in two pieces with the cache, where there is one."""
    cut, length = 5, source["input_ids"].shape[1]
    first = {"attention_mask": source["attention_mask"][:, :cut]}
    first |= {name: source[name][:, :cut] for name in ("input_ids", "position_ids")}
    kept = run(path, first)
    cache = {name.replace("present_", "past_").replace("present.", "past_key_values."): value
             for name, value in kept.items() if name.startswith("present")}
    if cache:
        second = {name: source[name][:, cut:] for name in ("input_ids", "position_ids")}
        second |= {"attention_mask": source["attention_mask"], **cache}
        assert np.abs(run(path, second)["logits"] - whole[:, cut:length]).max() < TOLERANCE, path


def check_logits(folder, figures, logits):
    ids = np.array([figures["ids"]], np.int64)
    source = {"input_ids": ids, "attention_mask": np.ones_like(ids), "position_ids": np.arange(ids.shape[1])[None]}
    if "targetIds" in figures:
        encoded = run(folder / "onnx" / "encoder_model.onnx", source)["last_hidden_state"]
        target = np.array([figures["targetIds"]], np.int64)
        source = {"input_ids": target, "encoder_hidden_states": encoded, "encoder_attention_mask": np.ones_like(ids)}
        decoder, = (folder / "onnx").glob("decoder_model*.onnx")
        result = run(decoder, source)["logits"]
    else:
        result = run(folder / "model.onnx", source)["logits"]
        in_pieces(folder / "model.onnx", source, result)
    difference = float(np.abs(result[0] - logits.detach().numpy()).max())
    print(f"{folder.name}: logits differ from PyTorch's by {difference:.1e} at most")
    assert difference < TOLERANCE, folder
