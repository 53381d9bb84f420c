"""What expected.json says of a transformer; README.md has the format."""

import json

import torch


def rounded(tensor):
    """Nested lists of float32 numbers with 7 significant digits."""
    if tensor.dim() == 0:
        return float(f"{float(tensor):.7g}")
    return [rounded(part) for part in tensor]


def write(path, figures):
    path.write_text(json.dumps(figures, separators=(",", ":"), ensure_ascii=False) + "\n")


def read_text(tokenizer, text):
    """Ids with special tokens, which of them are special, and the spans of the others."""
    whole = tokenizer.encode(text)
    post, tokenizer.post_processor = tokenizer.post_processor, None
    spans = iter(tokenizer.encode(text, add_special_tokens=False).offsets)  # some post-processors trim offsets
    if post is not None:
        tokenizer.post_processor = post
    special = list(whole.special_tokens_mask)
    return list(whole.ids), special, [[0, 0] if mark else list(next(spans)) for mark in special]


def stack(outputs, before_norm):
    """hidden_states of transformers with the last entry taken before the final norm, [layers + 1, tokens, width]."""
    states = [state[0] for state in outputs]
    if before_norm is not None:
        states[-1] = before_norm[0]
    return torch.stack(states)


def final_norms(model):
    """The norm at the end of each stack; none where layers end with a norm of their own."""
    core = model.base_model
    places = {
        "gpt2": {"self": "ln_f"}, "llama": {"self": "norm"}, "bert": {"self": None},
        "t5": {"encoder": "encoder.final_layer_norm", "decoder": "decoder.final_layer_norm"},
        "longt5": {"encoder": "encoder.final_layer_norm", "decoder": "decoder.final_layer_norm"},
        "bart": {"encoder": None, "decoder": None}, "marian": {"encoder": None, "decoder": None},
    }[model.config.model_type]
    return {name: place and core.get_submodule(place) for name, place in places.items()}


@torch.no_grad()
def expected(model, tokenizer, text, target_text=None):
    """The figures of README.md, with a check that the attention is neither flat nor a single peak."""
    ids, special, spans = read_text(tokenizer, text)
    figures = {"style": model.config.model_type, "text": text, "ids": ids, "special": special, "spans": spans}
    inputs = {"input_ids": torch.tensor([ids])}
    if target_text is not None:
        labels, marks, places = read_text(tokenizer, target_text)
        start = model.config.decoder_start_token_id
        target = [start, *labels[:-1]]
        figures |= {"targetText": target_text, "targetIds": target, "targetSpecial": [1, *marks[:-1]],
                    "targetSpans": [[0, 0], *places[:-1]]}
        inputs["decoder_input_ids"] = torch.tensor([target])
    norms, taken = final_norms(model), {}
    hooks = [norm.register_forward_pre_hook(lambda _module, args, name=name: taken.update({name: args[0]}))
             for name, norm in norms.items() if norm]
    result = model(**inputs, output_attentions=True, output_hidden_states=True, use_cache=False) \
        if model.config.model_type != "bert" else model(**inputs, output_attentions=True, output_hidden_states=True)
    for hook in hooks:
        hook.remove()
    if target_text is None:
        attention, hidden = {"self": result.attentions}, {"self": result.hidden_states}
    else:
        attention = {"encoder": result.encoder_attentions, "decoder": result.decoder_attentions,
                     "cross": result.cross_attentions}
        hidden = {"encoder": result.encoder_hidden_states, "decoder": result.decoder_hidden_states}
    streams = {name: stack(states, taken.get(name)) for name, states in hidden.items()}
    blocks = {"encoder"} if figures["style"] == "longt5" else set()  # weights within blocks of the text: no matrix of it
    weights = {name: torch.stack([layer[0] for layer in layers]) for name, layers in attention.items()
               if name not in blocks}
    for name, values in weights.items():  # [layers, heads, query, key]
        peak = values[..., -1, :].max(-1).values.mean()
        assert 1.5 / values.shape[-1] < peak < 0.97, f"{figures['style']} {name}: attention says little, peak {peak}"
    figures |= {
        "attention": {name: rounded(values) for name, values in weights.items()},
        "hidden": {name: rounded(values) for name, values in streams.items()},
        "finalHidden": {name: rounded(states[-1][0]) for name, states in hidden.items()},
        "finalNorm": any(norms.values()),
        "logits": rounded(result.logits[0]),
    }
    if "self" in norms and norms["self"]:
        rows = model.get_output_embeddings()(norms["self"](streams["self"][:, -1]))
        figures["lens"] = rounded(torch.log_softmax(rows, -1))
        assert torch.allclose(rows[-1], result.logits[0, -1], atol=1e-5)
    return figures, result.logits[0]
