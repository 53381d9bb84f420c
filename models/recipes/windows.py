"""Log-probabilities of a text's tokens, read in windows as the product reads them, by PyTorch or by onnxruntime.

Each window of W tokens starts S after the one before and scores only what no earlier one scored, never its own first
token. The sequence begins with <|endoftext|>, so every token of the text is scored. A recurrent model reads on with its state.
"""
import numpy as np
import onnxruntime
import torch


def spans(count, window, stride):
    """[(first, end, score_from)]: tokens first..end are read, score_from..end scored."""
    found, done, first = [], 1, 0
    while done < count:
        end = min(first + window, count)
        found.append((first, end, done))
        done, first = end, first + stride
    return found


def pick(logits, ids):
    """logits [sequence, vocabulary], ids of the same sequence -> log-probability of ids[1:] in nats."""
    logits = logits[:-1].astype(np.float64)
    top = logits.max(-1, keepdims=True)
    total = np.log(np.exp(logits - top).sum(-1)) + top[:, 0]
    return logits[np.arange(len(logits)), ids[1:]] - total


def in_windows(read, ids, window, stride):
    """read: ids [sequence] -> logits [sequence, vocabulary]."""
    scores = np.zeros(len(ids) - 1)
    for first, end, score_from in spans(len(ids), window, stride):
        scores[score_from - 1:end - 1] = pick(read(ids[first:end]), ids[first:end])[score_from - first - 1:]
    return scores


def torch_reader(model):
    """A reader for either kind of model; a recurrent one begins with an empty state."""
    def read(ids):
        with torch.no_grad():
            batch = torch.from_numpy(ids[None])
            return (model(batch, model.start(1))[0] if hasattr(model, "start") else model(batch))[0].numpy()
    return read


def session(path, threads=1):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def onnx_reader(session):
    """A reader for either kind of model: inputs other than the ids are an attention mask of ones and an empty cache or state."""
    inputs = session.get_inputs()

    def read(ids):
        feed = {"input_ids": ids[None]}
        for item in inputs[1:]:
            if item.name == "attention_mask":
                feed[item.name] = np.ones((1, len(ids)), np.int64)
            else:  # [batch, heads, past, head_size] with nothing past, or [1, batch, hidden]
                shape = [1 if n == 0 or d == "batch" else 0 if isinstance(d, str) else d for n, d in enumerate(item.shape)]
                feed[item.name] = np.zeros(shape, np.float32)
        return session.run(["logits"], feed)[0][0]
    return read
