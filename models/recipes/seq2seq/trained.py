"""Networks as a training left them."""
import torch

from seq2seq.tasks import TASKS


def load(name, work, base):
    """The finished model, or the last checkpoint of one that is not finished."""
    folder = work / "runs" / name
    path = folder / "final.pt" if (folder / "final.pt").exists() else folder / "checkpoint.pt"
    saved = torch.load(path, weights_only=False)
    model = TASKS[name].make(work, base)
    model.load_state_dict(saved["model"])
    print(f"{name}: {path.name}, step {saved['step']}", flush=True)
    return model.eval()
