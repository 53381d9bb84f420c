"""Summaries and translations of single texts, as the product makes them."""
import torch

from seq2seq import spelling, words
from seq2seq.search import join, part, search
from seq2seq.summariser import END, STARTS


@torch.no_grad()
def summarise(model, source, style="short", beams=4, penalty=0.9, covering=True, keep=None, longest=40):
    """source: piece ids -> ids of the summary, and for each the share that was copied and the weights over the source."""
    ids = torch.tensor([source])
    memory, state, mask, coverage = model.start(ids, torch.tensor([len(source)]))

    def step(last, states):
        n = len(last)
        covered = torch.cat([c for _, c in states]) if covering else None
        scores, found = model.step(last, memory.expand(n, -1, -1), mask.expand(n, -1), join([s for s, _ in states]), covered,
                                   ids.expand(n, -1), None if keep is None else keep.expand(n, -1))
        after = [(part(found["state"], i), found["coverage"][i:i + 1] if covering else None) for i in range(n)]
        return scores, after, [(1 - float(found["generate"][i, 0]), found["weights"][i, 0]) for i in range(n)]

    return search(step, STARTS[style], (state, coverage), END, beams, longest, penalty, forbid=(3,))


@torch.no_grad()
def translate(model, examples, text, language, beams=5, penalty=1.0, longest=90):
    """text -> [(word with its mark, whether it was spelt, weights over the source's words)]; unknown words are spelt."""
    side = examples.encode([text])[0]
    batch = examples.source([side], [language])
    memory, state, mask = model.start(batch["source"], batch["source_lengths"], batch["source_unknown"])

    def step(last, states):
        n = len(last)
        found = model.decode(model.embed(last[:, None]), memory.expand(n, -1, -1), mask.expand(n, -1), join(states))
        scores = model.logits(found["read"][:, 0]).float().log_softmax(1)
        scores[:, [words.PAD, words.START, *words.DIRECTION.values()]] = float("-inf")
        rows = [{name: found[name][i:i + 1] for name in ("read", "context", "weights")} for i in range(n)]
        return scores, [part(found["state"], i) for i in range(n)], rows

    ids, rows = search(step, words.START, state, words.END, beams, min(longest, 2 * len(side.ids) + 10), penalty)
    names = [spell(model, examples, row, batch["source_letters"]) if word == words.UNKNOWN else examples.tokenizer.id_to_token(word)
             for word, row in zip(ids, rows)]
    return [(name, word == words.UNKNOWN, row["weights"][0, 0]) for name, word, row in zip(names, ids, rows)]


def spell(model, examples, row, source_letters):
    """The letters of one unknown word."""
    names = {index: letter for letter, index in examples.letters.items()}
    place = (torch.tensor([0]), torch.tensor([0]))
    seen = model.spelling.mixed(*model.attended(row, place, source_letters))
    state, letter, written = model.spelling.first(model.asked(row, place)), torch.tensor([[spelling.START]]), ""
    for at in range(spelling.LONGEST - 1):
        logits, state = model.spelling.write(letter, state, *seen, at)
        logits[..., :spelling.END] = float("-inf")
        letter = logits.argmax(2)
        if int(letter) == spelling.END:
            break
        written += names[int(letter)]
    return written


def put_together(pieces):
    return "".join(pieces).replace(words.SPACE, " ").strip()
