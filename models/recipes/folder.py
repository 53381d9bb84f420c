"""The files around the weights in a Hugging Face style model folder."""
import json
import shutil


def write_folder(target, work, config, context):
    """config.json, tokenizer.json, tokenizer_config.json, generation_config.json in `target`."""
    (target / "onnx").mkdir(parents=True, exist_ok=True)
    shutil.copy(work / "tokenizer.json", target / "tokenizer.json")
    start = "<|endoftext|>"
    write(target / "config.json", config)
    write(target / "tokenizer_config.json", {
        "tokenizer_class": "PreTrainedTokenizerFast", "bos_token": start, "eos_token": start, "unk_token": None,
        "add_bos_token": True, "add_prefix_space": False, "clean_up_tokenization_spaces": False,
        "model_max_length": context,
        "added_tokens_decoder": {"0": {"content": start, "lstrip": False, "normalized": False, "rstrip": False,
                                       "single_word": False, "special": True}}})
    write(target / "generation_config.json", {"bos_token_id": 0, "eos_token_id": 0, "pad_token_id": 0})


def write(path, value):
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
