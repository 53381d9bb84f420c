"""Trains one of the models of tasks.py. A run saves itself every few minutes and on SIGTERM and goes on from there when it is
started again; without `--until` its rate stays constant, with it the rate falls to nothing by that time. With `--begin` a new run
takes over every weight that has the same name and shape in another run's checkpoint.

    python -m seq2seq.train summariser --work DIR --base LMDIR
    python -m seq2seq.train summariser --work DIR --base LMDIR --until 18:30 --decay-minutes 20 [--covering]
    python -m seq2seq.train translator-dot --work DIR --base LMDIR --begin CHECKPOINT --last-step 1200 --decay-steps 500

Matrices are trained with Muon, everything else with AdamW, as the language models are (../train.py).
"""
import argparse
import os
import signal
import time
from pathlib import Path

import torch

from seq2seq.batches import Batches
from seq2seq.plan import WARM_UP, ReplayPlan, StepPlan, plan_of
from seq2seq.tasks import TASKS

SEED = 20
PEAK = 2e-3
DEV_BATCHES = 30


def optimizers(model):
    inner = [p for n, p in model.named_parameters() if p.ndim == 2 and min(p.shape) >= 16 and "embed" not in n]
    chosen = {id(p) for p in inner}
    rest = [p for p in model.parameters() if id(p) not in chosen]
    return [torch.optim.Muon(inner, lr=PEAK, weight_decay=0.05, momentum=0.95, adjust_lr_fn="match_rms_adamw"),
            torch.optim.AdamW(rest, lr=PEAK, betas=(0.9, 0.98), weight_decay=0.0, fused=True)]


class Run:
    """A network with its optimizers, its place in the examples and its files in WORK/runs/NAME."""

    def __init__(self, name, work, base):
        torch.manual_seed(SEED)
        task, self.folder = TASKS[name], work / "runs" / name
        self.folder.mkdir(parents=True, exist_ok=True)
        self.model = task.make(work, base)
        self.optimizers = optimizers(self.model)
        self.examples, self.dev = (task.examples(work, base, part) for part in ("train", "dev"))
        self.feed = Batches(self.examples.lengths, task.budget, SEED, task.chosen(self.examples), task.step)
        self.task, self.step, self.tokens = task, 0, 0
        if (self.folder / "checkpoint.pt").exists():
            saved = torch.load(self.folder / "checkpoint.pt", weights_only=False)
            self.model.load_state_dict(saved["model"])
            for optimizer, values in zip(self.optimizers, saved["optimizers"]):
                optimizer.load_state_dict(values)
            self.step, self.tokens = saved["step"], saved["tokens"]
            self.feed.load(saved["feed"])
            torch.set_rng_state(saved["random"])
            print(f"resumed at step {self.step}", flush=True)

    def begin_with(self, checkpoint, anew):
        """Takes over the weights that fit, but those whose names begin with `anew`, and where the networks are alike also what the
        optimizers remember -> what was done."""
        own, given = self.model.state_dict(), torch.load(checkpoint, weights_only=False)
        fitting = {name: value for name, value in given["model"].items()
                   if name in own and value.shape == own[name].shape and not (anew and name.startswith(anew))}
        self.model.load_state_dict({**own, **fitting})
        new = sorted(own.keys() - fitting.keys())
        if own.keys() == given["model"].keys() and not new and "optimizers" in given:
            for optimizer, values in zip(self.optimizers, given["optimizers"]):
                optimizer.load_state_dict(values)
        step = f"step {given['step']} of " if given["step"] else ""
        return f"begins with {step}{checkpoint.parent.name}; new: {', '.join(new) or 'none'}"

    def advance(self, share, covering):
        """One step -> loss."""
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = PEAK * share
        indices = self.feed.next()
        loss = self.loss(self.examples.batch(indices), covering)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for optimizer in self.optimizers:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        self.step, self.tokens = self.step + 1, self.tokens + sum(self.examples.lengths[i] for i in indices)
        return float(loss)

    def loss(self, batch, covering):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            return self.model.loss(batch, covering=True) if covering else self.model.loss(batch)

    def dev_loss(self):
        """Mean over the first batches of the development part."""
        self.model.eval()
        feed = Batches(self.dev.lengths, self.task.budget, SEED, step=self.task.step)
        with torch.no_grad():
            losses = [float(self.loss(self.dev.batch(indices), False)) for indices in feed.epoch_order()[:DEV_BATCHES]]
        self.model.train()
        return sum(losses) / len(losses)

    def save(self):
        """Written beside and renamed, so that a run ended in the middle of it leaves the earlier checkpoint whole."""
        beside = self.folder / "checkpoint.new"
        torch.save({"model": self.model.state_dict(), "optimizers": [o.state_dict() for o in self.optimizers], "step": self.step,
                    "tokens": self.tokens, "feed": self.feed.save(), "random": torch.get_rng_state()}, beside)
        os.replace(beside, self.folder / "checkpoint.pt")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model", choices=TASKS)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True, help="the language models' work folder")
    parser.add_argument("--until", help="HH:MM (UTC) of the last step")
    parser.add_argument("--decay-minutes", type=float, default=20)
    parser.add_argument("--replay", help="the training log of an earlier run")
    parser.add_argument("--covering", action="store_true", help="the summariser's last phase, with coverage")
    parser.add_argument("--begin", type=Path, help="a checkpoint of another run to take weights from")
    parser.add_argument("--anew", help="weights whose names begin so are not taken over")
    parser.add_argument("--last-step", type=int, help="ends there, however long it takes")
    parser.add_argument("--decay-steps", type=int, default=400)
    parser.add_argument("--warm-up", type=int, default=WARM_UP, help="steps, with --last-step")
    parser.add_argument("--steps", type=int, default=0, help="stop early, for a trial")
    parser.add_argument("--save-minutes", type=float, default=4)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    run = Run(options.model, options.work, options.base)
    begun = run.begin_with(options.begin, options.anew) if options.begin and run.step == 0 else None
    if options.last_step:
        plan = StepPlan(options.last_step, options.decay_steps, options.warm_up)
    else:
        plan = ReplayPlan(options.replay) if options.replay else plan_of(options.until, options.decay_minutes, options.covering)
    stop = []
    signal.signal(signal.SIGTERM, lambda *_: stop.append(True))
    log = (run.folder / "training-log.tsv").open("a")
    if run.step == 0:
        print(f"# {options.model}, {sum(p.numel() for p in run.model.parameters())} parameters, {len(run.examples.lengths)} examples, "
              f"seed {SEED}, peak {PEAK}, torch {torch.__version__}\n# step\tshare\tepoch\ttokens\tloss\tseconds\tcovering", file=log, flush=True)
    if begun:
        print(f"# {begun}", file=log, flush=True)
    saved_at = began = time.time()
    while (now := plan.at(run.step)) is not None and not stop and not (options.steps and run.step >= options.steps):
        share, covering = now
        step, loss = run.step, run.advance(share, covering)
        print(f"{step}\t{share:.5f}\t{run.feed.epoch}\t{run.tokens}\t{loss:.4f}\t{time.time() - began:.1f}\t{int(covering)}", file=log,
              flush=step % 10 == 0)
        if time.time() - saved_at > options.save_minutes * 60:
            print(f"# dev\t{run.step}\t{run.dev_loss():.4f}", file=log, flush=True)
            run.save()
            saved_at = time.time()
    run.save()
    print(f"# dev\t{run.step}\t{run.dev_loss():.4f}", file=log, flush=True)
    if now is None:
        torch.save({"model": run.model.state_dict(), "step": run.step, "tokens": run.tokens}, run.folder / "final.pt")
        print(f"done: {run.step} steps, {run.tokens} tokens", flush=True)


if __name__ == "__main__":
    main()
