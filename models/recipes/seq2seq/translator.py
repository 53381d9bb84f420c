"""Translation between English and French by one network: the first source token names the language that is wanted."""
import torch

from seq2seq.network import Network, Shape
from seq2seq.spelling import WORDS, Spelling
from seq2seq.words import PAD, SIZE, UNKNOWN

# 2 x 192 = 384: the dot score wants memory and decoder of one width, and all scores are compared on the same network
SHAPE = Shape(vocabulary=SIZE, embedding=256, encoder=192, encoder_layers=2, decoder=384, dropout=0.2)


class Translator(Network):
    def __init__(self, letters, shape=SHAPE):
        super().__init__(shape)
        self.spelling = Spelling(letters, shape.embedding, shape.embedding + 2 * shape.encoder)

    def start(self, source, lengths, unknown_letters):
        """source [batch, source]; unknown_letters [unknown words, letters], in the order in which <unk> stands in the source
        -> memory, state, mask."""
        x = self.embed(source)
        places = (source == UNKNOWN).nonzero(as_tuple=True)
        if len(places[0]):
            x = x.index_put(places, self.spelling.read(unknown_letters)[0].to(x.dtype))
        memory, state = self.encode(x, lengths)
        return memory, state, torch.arange(source.shape[1]) < lengths[:, None]

    def asked(self, found, places):
        """What the speller is told of the words at places (batch, target)."""
        return torch.cat([found["read"], found["context"]], 2)[places]

    def attended(self, found, places, letters):
        """Letters [words, WORDS, letters] of the source words that got the most attention, and their shares of it [words,
        WORDS]; letters [batch, source, letters]."""
        weights = found["weights"][places].float()
        best, words = weights.topk(min(WORDS, weights.shape[1]), dim=1)
        return letters[places[0][:, None], words], best / best.sum(1, keepdim=True)

    def loss(self, batch):
        """Negative log-probability of words and of the letters of unknown words, for each target word."""
        memory, state, mask = self.start(batch["source"], batch["source_lengths"], batch["source_unknown"])
        found = self.decode(self.embed(batch["words"]), memory, mask, state)
        targets = batch["targets"]
        inside = targets != PAD
        loss = self.surprisal(found["read"][inside][:, None], targets[inside][:, None]).sum()
        places = (targets == UNKNOWN).nonzero(as_tuple=True)
        if len(places[0]):
            source = self.attended(found, places, batch["source_letters"])
            loss = loss + self.spelling.loss(self.asked(found, places), batch["target_unknown"], *source)
        return loss / inside.sum()
