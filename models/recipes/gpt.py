"""A GPT-style transformer with the parts of LLaMA (Touvron et al. 2023, arXiv:2302.13971), so that `model_type: llama`
describes it: RMSNorm (arXiv:1910.07467), rotary positions (arXiv:2104.09864), SwiGLU (arXiv:2002.05202), tied embeddings.
Parameter names follow transformers' LlamaForCausalLM, so that the weights load there unchanged.
"""
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn


@dataclass(frozen=True)
class GPTShape:
    vocabulary: int = 8192
    layers: int = 6
    hidden: int = 320
    heads: int = 5
    inner: int = 704
    theta: float = 10000.0


class RMSNorm(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))

    def forward(self, x):
        return F.rms_norm(x, (x.shape[-1],), self.weight, 1e-5)


def rotary_tables(length, size, theta, device=None):
    """cos, sin [length, size / 2] in the half-split layout that LLaMA and GroupQueryAttention use."""
    inverse = theta ** -(torch.arange(0, size, 2, dtype=torch.float32, device=device) / size)
    angles = torch.outer(torch.arange(length, dtype=torch.float32, device=device), inverse)
    return angles.cos(), angles.sin()


def rotate(x, cos, sin):
    """x [batch, heads, sequence, head_size]."""
    first, second = x.chunk(2, dim=-1)
    return torch.cat((first * cos - second * sin, second * cos + first * sin), dim=-1)


class Attention(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.heads = shape.heads
        for name in ("q_proj", "k_proj", "v_proj", "o_proj"):
            setattr(self, name, nn.Linear(shape.hidden, shape.hidden, bias=False))

    def forward(self, x, cos, sin):
        batch, sequence, hidden = x.shape
        q, k, v = (projection(x).view(batch, sequence, self.heads, -1).transpose(1, 2)
                   for projection in (self.q_proj, self.k_proj, self.v_proj))  # [batch, heads, sequence, head_size]
        cos, sin = cos.to(q.dtype), sin.to(q.dtype)
        mixed = F.scaled_dot_product_attention(rotate(q, cos, sin), rotate(k, cos, sin), v, is_causal=True)
        return self.o_proj(mixed.transpose(1, 2).reshape(batch, sequence, hidden))


class MLP(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.gate_proj = nn.Linear(shape.hidden, shape.inner, bias=False)
        self.up_proj = nn.Linear(shape.hidden, shape.inner, bias=False)
        self.down_proj = nn.Linear(shape.inner, shape.hidden, bias=False)

    def forward(self, x):
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Layer(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.input_layernorm, self.post_attention_layernorm = RMSNorm(shape.hidden), RMSNorm(shape.hidden)
        self.self_attn, self.mlp = Attention(shape), MLP(shape)

    def forward(self, x, cos, sin):
        x = x + self.self_attn(self.input_layernorm(x), cos, sin)
        return x + self.mlp(self.post_attention_layernorm(x))


class Body(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.embed_tokens = nn.Embedding(shape.vocabulary, shape.hidden)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.norm = RMSNorm(shape.hidden)


class GPT(nn.Module):
    def __init__(self, shape=GPTShape()):
        super().__init__()
        self.shape = shape
        self.model = Body(shape)
        for name, parameter in self.named_parameters():
            if parameter.ndim == 2:
                nn.init.normal_(parameter, std=0.02)
            if name.endswith(("o_proj.weight", "down_proj.weight")):
                nn.init.zeros_(parameter)  # every layer starts as the identity

    def hidden(self, ids):
        """ids [batch, sequence] -> [batch, sequence, hidden], normalised, ready for the vocabulary projection."""
        x = self.model.embed_tokens(ids)
        cos, sin = rotary_tables(ids.shape[1], self.shape.hidden // self.shape.heads, self.shape.theta, ids.device)
        for layer in self.model.layers:
            x = layer(x, cos, sin)
        return self.model.norm(x)

    def forward(self, ids):
        """ids [batch, sequence] -> logits [batch, sequence, vocabulary]."""
        return F.linear(self.hidden(ids), self.model.embed_tokens.weight)

    def loss(self, ids, targets):
        return F.cross_entropy(self(ids).float().flatten(0, 1), targets.flatten())

    def config(self, context):
        """config.json as transformers' LlamaConfig reads it."""
        s = self.shape
        return {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": s.vocabulary,
                "hidden_size": s.hidden, "intermediate_size": s.inner, "num_hidden_layers": s.layers,
                "num_attention_heads": s.heads, "num_key_value_heads": s.heads, "head_dim": s.hidden // s.heads,
                "hidden_act": "silu", "max_position_embeddings": context, "rms_norm_eps": 1e-5, "rope_theta": s.theta,
                "rope_scaling": None, "attention_bias": False, "mlp_bias": False, "tie_word_embeddings": True,
                "use_cache": True, "bos_token_id": 0, "eos_token_id": 0, "torch_dtype": "float32",
                "initializer_range": 0.02}
