"""Greedy and beam search, with what the provenance needs: the attention of each word written."""
from dataclasses import dataclass, field

import torch


@dataclass(frozen=True)
class Beam:
    """words: written so far, without the start; score: sum of log-probabilities; rows: what `step` found for each word."""
    words: tuple = ()
    score: float = 0.0
    state: object = None
    rows: tuple = field(default=(), compare=False)


def length_of(beam, penalty):
    return beam.score / max(1, len(beam.words)) ** penalty


def search(step, start, state, end, beams=1, longest=60, penalty=1.0, forbid=()):
    """step(words [n], [state of each]) -> log-probabilities [n, vocabulary], [state of each], [row of each]. Ends when as many
    beams as asked have ended; the best by score / length^penalty. forbid: sizes of n-grams that may not occur twice."""
    open_beams, done = [Beam(state=state)], []
    for _ in range(longest):
        scores, states, rows = step(torch.tensor([(beam.words or (start,))[-1] for beam in open_beams]), [b.state for b in open_beams])
        found = []
        for index, beam in enumerate(open_beams):
            top = scores[index].topk(2 * beams + len(beam.words) * bool(forbid))
            kept = 0
            for value, word in zip(top.values.tolist(), top.indices.tolist()):
                words = (*beam.words, word)
                if kept < 2 * beams and not any(repeats(words, size) for size in forbid):
                    found.append(Beam(words, beam.score + value, states[index], (*beam.rows, rows[index])))
                    kept += 1
        found.sort(key=lambda beam: -beam.score)
        open_beams = []
        for place, beam in enumerate(found):
            if beam.words[-1] == end:
                if place < beams and len(done) < beams:  # as transformers' generate() with early stopping
                    done.append(beam)
            elif len(open_beams) < beams:
                open_beams.append(beam)
        if len(done) >= beams or not open_beams:
            break
    best = max(done or open_beams, key=lambda beam: length_of(beam, penalty))
    ended = best.words[-1:] == (end,)
    return best.words[:-1] if ended else best.words, best.rows[:-1] if ended else best.rows


def repeats(words, size):
    """Whether the last n-gram of words stood there before."""
    last = words[-size:]
    return len(words) > size and any(words[i:i + size] == last for i in range(len(words) - size))


def join(states):
    """[(h, c), ...] of several beams, each [1, 1, hidden], as one batch."""
    return [tuple(torch.cat(parts, 1) for parts in zip(*layer)) for layer in zip(*states)]


def part(states, index):
    return [tuple(value[:, index:index + 1] for value in layer) for layer in states]
