"""How large the steps of a run are: (share of the peak rate, whether coverage is trained) for each step, None when it is over."""
import datetime
import time
from pathlib import Path

WARM_UP = 300  # steps


class OpenPlan:
    """A constant rate without an end."""

    def __init__(self, covering):
        self.covering = covering

    def at(self, step):
        return min(1.0, (step + 1) / WARM_UP), self.covering


class ClockPlan:
    """Constant, then 1 - sqrt(part of the decay that is over), as in ../train.py. `until` is the next HH:MM to come (UTC)."""

    def __init__(self, until, decay_minutes, covering):
        now = datetime.datetime.now(datetime.timezone.utc)
        hour, minute = map(int, until.split(":"))
        end = now.replace(hour=hour, minute=minute, second=0)
        self.end = (end if end > now else end + datetime.timedelta(days=1)).timestamp()
        self.decay, self.covering = decay_minutes * 60, covering

    def at(self, step):
        left = self.end - time.time()
        over = max(0.0, 1 - left / self.decay)
        return None if left <= 0 else (min(1 - over ** 0.5, (step + 1) / WARM_UP), self.covering)


class StepPlan:
    """The same by steps instead of the clock: `last` steps in all, the last `decay` of them falling; for runs that are compared.
    `warm_up`: steps that the rate takes to rise, fewer where the weights are not new."""

    def __init__(self, last, decay, warm_up=WARM_UP):
        self.last, self.decay, self.warm_up = last, decay, warm_up

    def at(self, step):
        over = max(0.0, 1 - (self.last - step) / self.decay)
        return None if step >= self.last else (min(1 - over ** 0.5, (step + 1) / self.warm_up), False)


class ReplayPlan:
    """What an earlier run wrote to its log; of a step that it has twice, the later line counts."""

    def __init__(self, log):
        rows = [line.split("\t") for line in Path(log).read_text().splitlines() if line[:1].isdigit()]
        named = {int(row[0]): (float(row[1]), row[6] == "1") for row in rows}
        self.rows = [named[0]]
        for step in range(1, max(named) + 1):
            self.rows.append(named.get(step, self.rows[-1]))

    def at(self, step):
        return self.rows[step] if step < len(self.rows) else None


def plan_of(until, decay_minutes, covering):
    return ClockPlan(until, decay_minutes, covering) if until else OpenPlan(covering)
