"""Trains one of the language models with a constant learning rate and a final decay by 1 - sqrt (Hägele et al. 2024,
arXiv:2405.18392, where it ends lower than a linear one).

Matrices inside the network are trained with Muon (Jordan et al. 2024; torch.optim.Muon), everything else with AdamW.
The end is planned by the clock (`--until`), as the speed of a shared machine is unknown beforehand; every step writes its
learning rate to the log, and `--replay LOG` repeats exactly that schedule without looking at the clock.

    python train.py gpt  --work DIR --until 16:40 --decay-minutes 25
    python train.py gpt  --work DIR2 --replay ../bundled/langscope-gpt/training-log.tsv
"""
import argparse
import datetime
import os
import signal
import time
from pathlib import Path

import numpy as np
import torch

from models import NAMES, make
from streams import Blocks, Streams

SEED = 20
PEAK = {name: 3e-3 for name in NAMES}
WARM_UP = 100  # steps


def optimizers(model, peak):
    inner = [p for n, p in model.named_parameters() if p.ndim == 2 and "embed" not in n]
    chosen = {id(p) for p in inner}
    rest = [p for p in model.parameters() if id(p) not in chosen]
    return [torch.optim.Muon(inner, lr=peak, weight_decay=0.05, momentum=0.95, adjust_lr_fn="match_rms_adamw"),
            torch.optim.AdamW(rest, lr=peak, betas=(0.9, 0.98), weight_decay=0.0, fused=True)]


class ClockPlan:
    """Learning rate as a share of the peak, from the time of day: 1, then 1 - sqrt(part of the decay that is over)."""

    def __init__(self, until, decay_minutes, mixed):
        self.mixed = mixed
        today = datetime.datetime.now(datetime.timezone.utc)
        hour, minute = map(int, until.split(":"))
        self.end = today.replace(hour=hour, minute=minute, second=0).timestamp()
        self.decay = decay_minutes * 60

    def share(self, step):
        left = self.end - time.time()
        over = max(0.0, 1 - left / self.decay)
        return None if left <= 0 else min(1 - over ** 0.5, (step + 1) / WARM_UP)

    def decaying(self, share, step):
        return share < 1 and step >= WARM_UP

    def blocks_mixed(self, step):
        return self.mixed


class ReplayPlan:
    """The shares, contexts and markdown blocks that an earlier run wrote to its log. A step that the log lacks (its line was
    not yet written when the run was ended) is like the one before it."""

    def __init__(self, log):
        rows = [line.split("\t") for line in Path(log).read_text().splitlines() if line[:1].isdigit()]
        named = {int(row[0]): (float(row[1]), int(row[2]), int(row[6]) if len(row) > 6 else 0) for row in rows}
        self.rows = [named[0]]
        for step in range(1, max(named) + 1):
            self.rows.append(named.get(step, self.rows[-1]))

    def share(self, step):
        return self.rows[step][0] if step < len(self.rows) else None

    def decaying(self, share, step):
        return self.rows[step][1] > 256

    def blocks_mixed(self, step):
        return self.rows[step][2]


def train(options):
    torch.manual_seed(SEED)
    torch.set_num_threads(options.threads)
    folder = options.work / "runs" / options.model
    folder.mkdir(parents=True, exist_ok=True)
    model = make(options.model)
    steps = optimizers(model, PEAK[options.model])
    texts = [np.memmap(options.work / name, dtype=np.uint16, mode="r") for name in ("train.bin", "markdown.bin")]
    feed = (Blocks if options.model == "gpt" else Streams)(*texts, SEED)
    plan = ReplayPlan(options.replay) if options.replay else ClockPlan(options.until, options.decay_minutes, options.mixed)
    stop = []
    signal.signal(signal.SIGTERM, lambda *_: stop.append(True))  # saves after the step and ends, to be resumed
    step, state = 0, None
    newest = folder / "checkpoint.pt"
    if newest.exists():
        saved = torch.load(newest, weights_only=False)
        model.load_state_dict(saved["model"])
        for optimizer, values in zip(steps, saved["optimizers"]):
            optimizer.load_state_dict(values)
        step, state = saved["step"], saved["state"]
        feed.load(saved["feed"])
        print(f"resumed at step {step}", flush=True)
    loss_of = torch.compile(model.loss, dynamic=False) if options.model == "gpt" else model.loss
    log = (folder / "training-log.tsv").open("a")
    if step == 0:
        print(f"# {options.model}, {sum(p.numel() for p in model.parameters())} parameters, seed {SEED}, peak "
              f"{PEAK[options.model]}, torch {torch.__version__}\n# step\tshare\tcontext\ttokens\tloss\tseconds\tmixed", file=log, flush=True)
    saved_at, began = time.time(), time.time()
    while (share := plan.share(step)) is not None:
        for optimizer in steps:
            for group in optimizer.param_groups:
                group["lr"] = PEAK[options.model] * share
        context = 512 if options.model == "gpt" and plan.decaying(share, step) else feed.context
        mixed = plan.blocks_mixed(step)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            if options.model == "gpt":
                inputs, targets = feed.next(context, mixed)
                loss = loss_of(inputs, targets)
            else:
                inputs, targets, fresh = feed.next(mixed)
                state = model.start(len(inputs)) if state is None else state
                for part in (part for layer in state for part in layer):  # streams that jumped start from zero
                    part[:, fresh] = 0
                loss, state = loss_of(inputs, targets, state)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optimizer in steps:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        print(f"{step}\t{share:.5f}\t{context}\t{feed.tokens}\t{loss.item():.4f}\t{time.time() - began:.1f}\t{mixed}", file=log,
              flush=step % 10 == 0)
        step += 1
        if stop or (options.steps and step >= options.steps):
            save(newest, model, steps, step, state, feed)
            return
        if time.time() - saved_at > options.save_minutes * 60:
            save(newest, model, steps, step, state, feed)
            saved_at = time.time()
    save(newest, model, steps, step, state, feed)
    torch.save({"model": model.state_dict(), "step": step, "tokens": feed.tokens}, folder / "final.pt")
    print(f"done: {step} steps, {feed.tokens} tokens", flush=True)


def save(path, model, steps, step, state, feed):
    """Written beside and renamed, so that a run ended in the middle of it leaves the earlier checkpoint whole."""
    beside = path.with_suffix(".new")
    torch.save({"model": model.state_dict(), "optimizers": [o.state_dict() for o in steps], "step": step, "state": state,
                "feed": feed.save(), "tokens": feed.tokens}, beside)
    os.replace(beside, path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("model", choices=NAMES)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--until", help="HH:MM (UTC) of the last step")
    parser.add_argument("--decay-minutes", type=float, default=25)
    parser.add_argument("--mixed", type=int, default=0, help="of 12 blocks (or document starts), how many are markdown")
    parser.add_argument("--replay", help="the training log of an earlier run")
    parser.add_argument("--steps", type=int, default=0, help="stop early, for a trial")
    parser.add_argument("--save-minutes", type=float, default=4)
    parser.add_argument("--threads", type=int, default=1)
    train(parser.parse_args())
