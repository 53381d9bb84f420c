"""Each network on a toy task that it can only do with the part that is tested; a minute in all.

    python -m seq2seq.test_networks
"""
import torch

from seq2seq.attention import SCORES
from seq2seq.batches import Batches, padded
from seq2seq.examples import kept_pieces
from seq2seq.network import Encoder, Shape
from seq2seq.reader import Reader, best_span
from seq2seq.spelling import END, LONGEST, PAD, START, Spelling
from seq2seq.summariser import STARTS, Summariser
from seq2seq.train import optimizers
from seq2seq.translator import Translator
from seq2seq.words import UNKNOWN


def trained(model, batch_of, steps, **options):
    """First and last loss, and the model ready for use."""
    chosen, losses = optimizers(model), []
    for step in range(steps):
        loss = model.loss(batch_of(step), **options)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optimizer in chosen:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        losses.append(float(loss.detach()))
    model.eval()
    return losses[0], sum(losses[-10:]) / 10


def rows(random, count, lowest, highest, words):
    return [torch.randint(*words, (int(torch.randint(lowest, highest, (1,), generator=random)),), generator=random).tolist()
            for _ in range(count)]


def encoder_reads_each_text_alone():
    """A text's states are the same whatever it is padded with and beside whatever it stands."""
    torch.manual_seed(1)
    encoder = Encoder(6, 5, 2, 0.0)
    x = torch.randn(3, 9, 6)
    lengths = torch.tensor([4, 9, 7])
    together, last = encoder(x, lengths)
    for row, length in enumerate(lengths.tolist()):
        alone, end = encoder(x[row:row + 1, :length], torch.tensor([length]))
        assert torch.allclose(alone[0], together[row, :length], atol=1e-5), row
        assert torch.allclose(end[0], last[row], atol=1e-5), row


def summary_batch(random, words, target_of):
    sources = rows(random, 24, 5, 12, words)
    targets = [target_of(source) for source in sources]
    source, source_lengths = padded(sources)
    heads, _ = padded([[STARTS["short"]] + target for target in targets])
    ends, target_lengths = padded([target + [0] for target in targets])
    return {"source": source, "source_lengths": source_lengths, "words": heads, "targets": ends, "target_lengths": target_lengths}


SMALL = Shape(vocabulary=8194, embedding=32, encoder=32, decoder=48, coverage=True, dropout=0.0)


def summariser_copies():
    """The second and third word of the source, which are never the same words in training and test: only copying can do it."""
    random = torch.Generator().manual_seed(2)
    for copying in (True, False):
        torch.manual_seed(2)
        model = Summariser(SMALL, copying)
        first, last = trained(model, lambda _: summary_batch(random, (1, 4000), lambda s: s[1:3]), 250)
        with torch.no_grad():
            unseen = float(model.loss(summary_batch(random, (4000, 8000), lambda s: s[1:3])))
        print(f"summariser, copying {copying}: loss {first:.2f} -> {last:.2f}, on words never seen {unseen:.2f}")
        assert (unseen < 1.0) == copying, unseen


def coverage_trains_and_steps_agree():
    """With coverage the loss falls too, and one word at a time gives what a whole target gives."""
    random = torch.Generator().manual_seed(3)
    torch.manual_seed(3)
    model = Summariser(SMALL)
    first, last = trained(model, lambda _: summary_batch(random, (1, 400), lambda s: s[::2]), 150, covering=True)
    print(f"coverage: loss {first:.2f} -> {last:.2f}")
    assert last < 0.6 * first
    batch = summary_batch(random, (1, 400), lambda s: s[::2])
    with torch.no_grad():
        memory, state, mask, coverage = model.start(batch["source"], batch["source_lengths"])
        whole = model.read(batch["words"], memory, mask, state, coverage)
        total = 0.0
        for step in range(batch["words"].shape[1]):
            scores, found = model.step(batch["words"][:, step], memory, mask, state, coverage, batch["source"])
            assert torch.allclose(scores.exp().sum(1), torch.ones(len(scores)), atol=1e-3)
            assert torch.allclose(found["weights"][:, 0], whole["weights"][:, step], atol=1e-4)
            state, coverage = found["state"], found["coverage"]
            inside = step < batch["target_lengths"]
            total -= scores.gather(1, batch["targets"][:, step:step + 1])[:, 0][inside].sum()
        expected = model.loss(batch, covering=True) - (whole["coverage_loss"] * (torch.arange(batch["words"].shape[1])
                                                       < batch["target_lengths"][:, None])).sum() / batch["target_lengths"].sum()
        assert abs(float(total / batch["target_lengths"].sum() - expected)) < 1e-3


def translation_batch(random):
    """Numbers in the same order, each one more; every third word is unknown and spelt, the target spells it the same."""
    words = rows(random, 48, 3, 7, (6, 30))
    spelt = {}

    def letters(row, place):
        if (row, place) not in spelt:
            size = int(torch.randint(3, 8, (1,), generator=random))
            ids = torch.randint(4, 30, (size,), generator=random).tolist() + [END]
            spelt[row, place] = ids + [PAD] * (LONGEST - len(ids))
        return spelt[row, place]

    sources = [[UNKNOWN if place % 3 == 1 else word for place, word in enumerate(row)] for row in words]
    unknown = [[letters(i, place) for place, word in enumerate(row) if word == UNKNOWN] for i, row in enumerate(sources)]
    source, lengths = padded([[4] + row for row in sources])
    targets = [[word if word == UNKNOWN else word + 1 for word in row] for row in sources]
    heads, _ = padded([[2] + row for row in targets])
    ends, _ = padded([row + [3] for row in targets])
    known = torch.zeros(*source.shape, LONGEST, dtype=torch.long)
    known[..., 0] = END
    known[source == UNKNOWN] = torch.tensor([x for row in unknown for x in row])
    return {"source": source, "source_lengths": lengths, "words": heads, "targets": ends, "source_letters": known,
            "source_unknown": torch.tensor([x for row in unknown for x in row]),
            "target_unknown": torch.tensor([x for row in unknown for x in row])}


def translator_translates():
    random = torch.Generator().manual_seed(4)
    for score in SCORES:
        torch.manual_seed(4)
        model = Translator(30, Shape(vocabulary=60, embedding=32, encoder=24, encoder_layers=2, decoder=48, score=score, dropout=0.0))
        first, last = trained(model, lambda _: translation_batch(random), 500)
        print(f"translator, {score}: loss {first:.2f} -> {last:.2f}")
        assert last < 0.5, (score, last)


class Copyist(torch.nn.Module):
    """Only the speller, told nothing but the source word's letters."""

    def __init__(self):
        super().__init__()
        self.spelling = Spelling(30, 16, 8, hidden=64)

    def loss(self, letters):
        return self.spelling.loss(torch.zeros(len(letters), 8), letters, letters[:, None], torch.ones(len(letters), 1)) / (letters != PAD).sum()


def spelling_copies():
    random = torch.Generator().manual_seed(5)
    torch.manual_seed(5)

    def batch(_):
        return padded([row + [END] for row in rows(random, 48, 3, 12, (4, 30))])[0]

    model = Copyist()
    first, last = trained(model, batch, 400)
    print(f"spelling: loss of a letter {first:.2f} -> {last:.2f}")
    assert last < 0.3, last
    with torch.no_grad():
        word = batch(0)[:8]
        seen = model.spelling.mixed(word[:, None], torch.ones(8, 1))
        letter, state, written = torch.full((8, 1), START), model.spelling.first(torch.zeros(8, 8)), []
        for at in range(word.shape[1]):
            logits, state = model.spelling.write(letter, state, *seen, at)
            letter = logits.argmax(2)
            written.append(letter)
        same = (torch.cat(written, 1) == word) | (word == PAD)
        assert same.float().mean() > 0.9, same.float().mean()


def reader_finds():
    """The answer is what follows the asked word; where that word does not occur there is none."""
    random = torch.Generator().manual_seed(6)
    torch.manual_seed(6)
    model = Reader(torch.arange(8192), embedding=32, hidden=32, dropout=0.0)

    def batch(_):
        passages = rows(random, 32, 10, 20, (10, 200))
        places = torch.randint(1, 8, (32,), generator=random).tolist()
        answered = [i % 4 != 0 for i in range(32)]
        asked = [[passage[place - 1] if there else 300 + i] for i, (passage, place, there) in enumerate(zip(passages, places, answered))]
        for passage, place, word in zip(passages, places, asked):
            for i, other in enumerate(passage):
                if other == word[0] and i != place - 1:
                    passage[i] = 9
        question, question_lengths = padded(asked)
        passage, passage_lengths = padded(passages)
        start = torch.tensor([place if there else -1 for place, there in zip(places, answered)])
        return {"question": question, "question_lengths": question_lengths, "passage": passage, "passage_lengths": passage_lengths,
                "start": start, "end": torch.where(start < 0, start, start + 1)}

    first, last = trained(model, batch, 500)
    print(f"reader: loss {first:.2f} -> {last:.2f}")
    given, right = batch(0), 0
    with torch.no_grad():
        odds, attention = model(given["question"], given["question_lengths"], given["passage"], given["passage_lengths"])
    assert torch.allclose(attention.sum(2), torch.ones(attention.shape[:2]))
    for row in range(32):
        scores = odds[:, row].log_softmax(1)
        (likely, first_piece, last_piece), nowhere = best_span(scores[0], scores[1])
        expected = int(given["start"][row])
        right += nowhere > likely if expected < 0 else likely > nowhere and (first_piece, last_piece) == (expected, expected + 1)
    assert right >= 29, right


def batches_go_on():
    """A feed that is loaded in the middle of an epoch gives what the first one would have given."""
    lengths = [3 + i % 17 for i in range(500)]
    one, two = Batches(lengths, 64, 1), Batches(lengths, 64, 1)
    for _ in range(130):
        one.next()
    two.load(one.save())
    assert [one.next() for _ in range(150)] == [two.next() for _ in range(150)]
    order = Batches(lengths, 64, 1).epoch_order()
    assert sorted(i for batch in order for i in batch) == list(range(500))
    assert all(max(lengths[i] for i in batch) * len(batch) <= 64 for batch in order)
    assert padded([[1], [2, 3, 4]], 4)[0].tolist() == [[1, 0, 0, 0], [2, 3, 4, 0]]


def kept_runs():
    assert kept_pieces([1, 2, 3, 4, 2, 3], [2, 3, 4]) == [0, 1, 1, 1, 0, 0]
    assert kept_pieces([5, 6, 7], [7, 9, 5]) == [1, 0, 1]


if __name__ == "__main__":
    torch.set_num_threads(1)
    for test in (encoder_reads_each_text_alone, batches_go_on, kept_runs, summariser_copies, coverage_trains_and_steps_agree,
                 spelling_copies, translator_translates, reader_finds):
        test()
        print("ok", test.__name__, flush=True)
