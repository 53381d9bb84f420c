"""Diverse beam search by transformers' generate() on a model of one table, for the project's tests.

The model's next token depends on the last one alone, by a seeded table of logits that stands in the file, so that the
figures need no weights. transformers took group beam search out of the library after version 4.50, which this runs with.

    python group_beams_golden.py --target ../../test/golden/group-beams.json
"""
import argparse
import json
from pathlib import Path

import torch
import transformers
from transformers import GenerationMixin, PretrainedConfig, PreTrainedModel
from transformers.modeling_outputs import CausalLMOutputWithPast

SIZE, END, PAD = 12, 0, 11
CASES = [
    {"num_beams": 4, "num_beam_groups": 2, "diversity_penalty": 0.5},
    {"num_beams": 4, "num_beam_groups": 4, "diversity_penalty": 1.0},
    {"num_beams": 6, "num_beam_groups": 2, "diversity_penalty": 0.3, "length_penalty": 0.0},
    {"num_beams": 6, "num_beam_groups": 3, "diversity_penalty": 0.8, "length_penalty": 2.0},
    {"num_beams": 6, "num_beam_groups": 3, "diversity_penalty": 0.8, "early_stopping": True},
    {"num_beams": 4, "num_beam_groups": 2, "diversity_penalty": 0.7, "repetition_penalty": 1.3},
    {"num_beams": 4, "num_beam_groups": 2, "diversity_penalty": 0.7, "no_repeat_ngram_size": 2},
]


class Table(PreTrainedModel, GenerationMixin):
    config_class = PretrainedConfig
    _supports_cache_class = False

    def __init__(self, config, rows):
        super().__init__(config)
        self.rows = torch.nn.Parameter(rows)

    def forward(self, input_ids, **_):
        return CausalLMOutputWithPast(logits=self.rows[input_ids])

    def prepare_inputs_for_generation(self, input_ids, **_):
        return {"input_ids": input_ids}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--target", type=Path, required=True)
    target = parser.parse_args().target
    rows = (torch.rand((SIZE, SIZE), generator=torch.Generator().manual_seed(3)) * 4 - 2).mul(1e6).round().div(1e6)
    rows[:, END] += 0.5
    # A group that has ended is filled with the padding; where that is no token, it weighs on no other group.
    rows[:, PAD] = -50
    model = Table(PretrainedConfig(vocab_size=SIZE, eos_token_id=END, pad_token_id=PAD), rows).eval()
    cases = []
    for prompt in ([2], [5, 7], [9, 3, 4]):
        for options in CASES:
            options = {**options, "max_new_tokens": 9, "num_return_sequences": options["num_beams"]}
            found = model.generate(torch.tensor([prompt]), return_dict_in_generate=True, output_scores=True, **options)
            sequences = []
            for row in found.sequences[:, len(prompt):].tolist():
                end = row.index(END) + 1 if END in row else next((i for i, t in enumerate(row) if t == PAD), len(row))
                sequences.append(row[:end])
            cases.append({"prompt": prompt, "options": options, "sequences": sequences,
                          "scores": [round(score, 5) for score in found.sequences_scores.tolist()]})
    golden = {"source": f"transformers {transformers.__version__}, generate() with num_beam_groups",
              "endToken": END, "rows": [[round(v, 6) for v in row] for row in rows.tolist()], "cases": cases}
    target.write_text(json.dumps(golden) + "\n", encoding="utf-8")
    print(len(cases), "cases", golden["source"])


if __name__ == "__main__":
    main()
