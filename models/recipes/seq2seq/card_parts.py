"""What every card says: how long a training was, how large the files are, how far ONNX is from PyTorch."""
import json

from card import table
from seq2seq.card_texts import LOGS


def evaluation(work, name):
    """What evaluate.py measured; nothing where a run was not measured."""
    path = work / "evaluation" / f"{name}.json"
    return json.loads(path.read_text()) if path.exists() else {}


def training(log):
    """Steps, tokens, hours and the first falling step of a training log, and what its weights began with."""
    lines = log.read_text().splitlines()
    rows = [line.split("\t") for line in lines if line[:1].isdigit()]
    # seconds start again where a run was resumed
    hours = sum(float(a[5]) for a, b in zip(rows, rows[1:] + [None]) if b is None or float(b[5]) < float(a[5])) / 3600
    full = [int(row[0]) for row in rows if float(row[1]) > 0.9999]
    covering = next((int(row[0]) for row in rows if row[6] == "1"), None)
    return {"steps": int(rows[-1][0]) + 1, "tokens": int(rows[-1][3]), "hours": hours, "falls": full[-1] + 1 if full else None, "covering": covering,
            "begins": next((line[2:] for line in lines if line.startswith("# begins with")), None),
            "epochs": int(rows[-1][2])}


def spent(hours):
    return f"{hours:.1f} hours" if hours >= 1 else f"{60 * hours:.0f} minutes"


def trained(target, name, what):
    run = training(target / LOGS[name])
    return (f"- {what}: {run['steps']:,} steps, {run['tokens']:,} tokens, {spent(run['hours'])}"
            + (f", falling from step {run['falls']:,}" if run["falls"] else "")
            + (f"; coverage from step {run['covering']:,}" if run["covering"] else "")
            + (f"; {run['begins'].replace('checkpoint.pt', '')}" if run["begins"] else "") + f" (`{LOGS[name]}`).")


def sizes(target):
    files = sorted((target / "onnx").iterdir())
    return table(["file", "bytes"], [[f"`onnx/{file.name}`", f"{file.stat().st_size:,}"] for file in files])


def differences(target):
    golden = json.loads((target / "golden.json").read_text(encoding="utf-8"))
    return table(["what", "largest", "mean"], [[what, f"{gap['largest']:.3g}", f"{gap['mean']:.2g}"] for what, gap in golden["difference"].items()])
