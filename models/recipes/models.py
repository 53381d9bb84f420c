"""The models that the recipes know, by name."""
import torch

from gpt import GPT
from recurrent import SHAPES, Recurrent

NAMES = ["gpt", *SHAPES]


def make(name):
    """A model with its first weights."""
    return Recurrent(SHAPES[name]) if name in SHAPES else GPT()


def load(name, weights):
    """A trained model, and what was saved with it: steps and tokens."""
    saved = torch.load(weights, weights_only=False)
    model = make(name)
    model.load_state_dict(saved.pop("model"))
    return model.eval(), saved
