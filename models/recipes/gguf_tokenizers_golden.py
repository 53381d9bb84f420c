"""Tiny tokenizers as GGUF files (no weights), with the ids that the libraries give which such files are made from.

tokenizer-bpe.gguf: byte-level BPE that was trained without cutting the text, so that its tokens reach over words, digits
and lines: what a pre-tokenizer cuts shows in the ids. gguf-tokenizers.json has, for every name of `tokenizer.ggml.pre`
below, the ids of tokenizers with the pre-tokenizer that the tokenizer.json of such a model has.
tokenizer-spm.gguf: SentencePiece BPE with byte fallback, ids by sentencepiece, with and without the space before a text.
tokenizer-unigram.gguf: SentencePiece unigram with its table of characters, ids by sentencepiece.
model.gguf: a whole model with the tokenizer of tokenizer-bpe.gguf: LLaMA of one layer with seeded weights in Q8_0.

    python gguf_tokenizers_golden.py --target ../../test/golden      # pip: tokenizers, sentencepiece, gguf
"""
import argparse
import io
import json
from pathlib import Path

import gguf
import numpy as np
import sentencepiece as spm
from sentencepiece import sentencepiece_model_pb2 as proto
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

TRAINING = [
    "The ferry leaves at 7:45 and it's the captain's turn: he'll say they've 1234567 fish, don't they?",
    "def main(args):\n    print('hello', x[0], 3.14159)\n\n    return {\"key\": 2026}\n",
    "Die Straße ist naß; ich wäre gern für 12 Tage in Zürich. Ça va? Où est l'été, à Noël?",
    "Быстрая коричневая лиса прыгает через 100 ленивых собак. Ελληνικά γράμματα και αριθμοί 42.",
    "東京は日本の首都です。我们在北京吃饭,价格是1234元。한국어 문장입니다 2024년.",
    "emoji 😀😀 and 👩‍💻, arrows → ⇒, math 𝔘𝔫𝔦 ∑ ≤, quotes “so” ‘it’ — dash… and $5 + 3 = 8 ~ |pipe|",
    "LLAMA GPT camelCaseWords XMLHttpRequest I'M YOU'RE WE'LL  double  spaces\t\ttabs   \n\n\n  end",
] * 4

CASES = [
    "",
    " ",
    "Hello world",
    "  leading and   double  spaces ",
    "line one\nline two\r\n\r\n  indented\n",
    "It's they're WE'LL I'm don't 'tis",
    "1 12 123 1234 12345 1234567 3.14 2026-11-22 ½ ٣٤٥",
    "def f(x):\n    return x[0] + {'a': 1}['a']  # comment\n\n\n",
    "Straße, naïve café: ÜBER-größer! Ǆ ǅ",
    "Привет, мир! Ελλάδα 42 δεν",
    "東京タワーは333メートル。你好,世界!한국어 문장 3개",
    "😀 👩‍💻 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 \U00010400\U0001f600",
    "camelCase XMLHttpRequest iPhone GPTs eBay",
    "a_b__c $5 <tag/> ~|^` «quoted» “so” … — .,!?",
    "\t\ttabs \t mixed \u00a0nbsp\u3000wide",
    "e\u0301 cafe\u0301 \u1100\u1161 A\u030a",
    "before<|user|> behind<|endoftext|>end",
]

CONTRACTIONS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)"
TAIL = r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
UPPER, LOWER = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]", r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"


def cased(ending, digits):
    head = r"[^\r\n\p{L}\p{N}]?"
    return (f"{head}{UPPER}*{LOWER}+{ending}|{head}{UPPER}+{LOWER}*{ending}|{digits}"
            r"| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+")


def words(digits):
    return rf"{CONTRACTIONS}|[^\r\n\p{{L}}\p{{N}}]?\p{{L}}+|{digits}{TAIL}"


def split(*expressions):
    return [pre_tokenizers.Split(Regex(e), "isolated") for e in expressions] + [
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)]


def gpt2(*before):
    return [*before, pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)]


DIGITS = pre_tokenizers.Digits(individual_digits=True)
KANA = "[\u4e00-\u9fa5\u3040-\u309f\u30a0-\u30ff]+"
CJK = "[\u4e00-\u9fa5\u0800-\u4e00\uac00-\ud7ff]+"
DEEPSEEK3 = (r"""[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+"""
             r"""| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+""")
BLOOM = " ?[^(\\s|.,!?…。，、।۔،)]+"

# name: (parts, normalizer, whether tokens are taken whole)
PRE = {
    "default": (split(r"[\p{P}\$\+<=>\^~\|]+", GPT2, r"\p{N}+", "[0-9][0-9][0-9]"), None, False),
    "gpt-2": (gpt2(), None, False),
    "olmo": (gpt2(), normalizers.NFC(), False),
    "smollm": (gpt2(DIGITS), None, False),
    "starcoder": (gpt2(DIGITS), None, False),
    "command-r": (gpt2(DIGITS), normalizers.NFC(), False),
    "llama-bpe": (split(words(r"\p{N}{1,3}")), None, True),
    "chatglm-bpe": (split(words(r"\p{N}{1,3}")), None, False),
    "qwen2": (split(words(r"\p{N}")), normalizers.NFC(), False),
    "stablelm2": (split(words(r"\p{N}")), None, False),
    "qwen35": (split(rf"{CONTRACTIONS}|[^\r\n\p{{L}}\p{{N}}]?[\p{{L}}\p{{M}}]+|\p{{N}}"
                     r"| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"), normalizers.NFC(), False),
    "gpt-4o": (split(cased(f"{CONTRACTIONS}?", r"\p{N}{1,3}")), None, False),
    "tekken": (split(cased("", r"\p{N}")), None, True),
    "deepseek-coder": (split(r"[\r\n]", r"\s?\p{L}+", r"\s?\p{P}+", CJK, r"\p{N}"), None, False),
    "deepseek-v3": (split(r"\p{N}{1,3}", KANA, DEEPSEEK3), None, False),
    "falcon": (split(r"[\p{P}\$\+<=>\^~\|`]+", GPT2, "[0-9][0-9][0-9]"), None, False),
    "bloom": (split(BLOOM), None, False),
    "viking": (split(BLOOM, r"\p{N}"), None, False),
    "bailingmoe": (split(r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"
                         r"|\s*[\r\n]|\s+(?!\S)|\s+"), None, False),
    "seed-coder": (split(rf"{CONTRACTIONS}|[^\r\n\p{{L}}\p{{N}}]?\p{{L}}+|\p{{N}}{{1}}"
                         r"| ?[^\s\p{L}\p{N}\r\n]+|\s*[\r\n]+|\s+(?!\S)|\s+"), None, False),
}


def cased_letters():
    """The cased letters of Unicode 12 that DeepSeek LLM spells out, as the JSON of its tokenizer has them."""
    ranges = (
        "41-5a 61-7a b5 c0-d6 d8-f6 f8-1ba 1bc-1bf 1c4-293 295-2af 370-373 376 377 37b-37d 37f 386 388-38a 38c 38e-3a1 "
        "3a3-3f5 3f7-481 48a-52f 531-556 10a0-10c5 13a0-13f5 13f8-13fd 1c90-1cba 1cbd-1cbf 1d00-1d2b 1d6b-1d77 1d79-1d9a "
        "1e00-1f15 1f18-1f1d 1f20-1f45 1f48-1f4d 1f50-1f57 1f59 1f5b 1f5d 1f5f-1f7d 1f80-1fb4 1fb6-1fbc 1fbe 1fc2-1fc4 "
        "1fc6-1fcc 1fd0-1fd3 1fd6-1fdb 1fe0-1fec 1ff2-1ff4 1ff6-1ffc 2102 2107 210a-2113 2115 2119-211d 2124 2126 2128 "
        "212a-212d 212f-2134 2139 213c-213f 2145-2149 214e 2183 2184 2c00-2c7b 2c7e-2ce4 2ceb-2cee 2cf2 2cf3 a640-a66d "
        "a680-a69b a722-a76f a771-a787 a78b-a78e ab70-abbf fb00-fb06 fb13-fb17 ff21-ff3a ff41-ff5a 10400-1044f 104b0-104d3 "
        "104d8-104fb 10c80-10cb2 10cc0-10cf2 118a0-118df 1e900-1e943")
    def one(part):
        return "-".join(chr(int(end, 16)) for end in part.split("-"))
    return "".join(one(part) for part in ranges.split())


PRE["deepseek-llm"] = (split(r"[\r\n]", rf"\s?[{cased_letters()}]+", "\\s?[!-/:-~！-／：-～‘-‟\u3000-。]+",
                             r"\s+$", CJK, r"\p{N}+"), None, False)


def write(path, model, tokens, types, scores=None, merges=None, more=None):
    """`more` adds what else the file has."""
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_tokenizer_model(model)
    writer.add_token_list(tokens)
    writer.add_token_types(types)
    if scores is not None:
        writer.add_token_scores(scores)
    if merges is not None:
        writer.add_token_merges(merges)
    if more:
        more(writer)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def add_model(writer, vocabulary, width=64, inner=128, seed=7):
    random = np.random.default_rng(seed)
    writer.add_name("A Tiny Llama")
    writer.add_license("mit")
    writer.add_context_length(256)
    writer.add_embedding_length(width)
    writer.add_feed_forward_length(inner)
    writer.add_block_count(1)
    writer.add_head_count(4)
    writer.add_head_count_kv(2)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_freq_base(10000.0)
    writer.add_vocab_size(vocabulary)
    q8 = gguf.GGMLQuantizationType.Q8_0
    matrices = {"token_embd": (vocabulary, width), "blk.0.attn_q": (width, width), "blk.0.attn_k": (width // 2, width),
                "blk.0.attn_v": (width // 2, width), "blk.0.attn_output": (width, width),
                "blk.0.ffn_gate": (inner, width), "blk.0.ffn_up": (inner, width), "blk.0.ffn_down": (width, inner)}
    for name, shape in matrices.items():
        values = (random.standard_normal(shape) / np.sqrt(shape[1])).astype(np.float32)
        writer.add_tensor(f"{name}.weight", gguf.quants.quantize(values, q8), raw_dtype=q8)
    for name in ("blk.0.attn_norm", "blk.0.ffn_norm", "output_norm"):
        writer.add_tensor(f"{name}.weight", np.ones(width, np.float32))


def byte_level(target):
    trained = Tokenizer(models.BPE())
    trained.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    trainer = trainers.BpeTrainer(vocab_size=700, special_tokens=["<|endoftext|>"], show_progress=False,
                                  initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), max_token_length=8)
    trained.train_from_iterator(TRAINING, trainer)
    state = json.loads(trained.to_str())
    vocabulary = {**state["model"]["vocab"]}
    vocabulary["<|user|>"] = len(vocabulary)
    vocabulary["[PAD0]"] = len(vocabulary)
    tokens = sorted(vocabulary, key=vocabulary.get)
    types = [gguf.TokenType.NORMAL] * len(tokens)
    types[0], types[-2], types[-1] = gguf.TokenType.CONTROL, gguf.TokenType.USER_DEFINED, gguf.TokenType.UNUSED
    pairs = [tuple(m) if isinstance(m, list) else tuple(m.split(" ")) for m in state["model"]["merges"]]

    def special(writer):
        writer.add_tokenizer_pre("gpt-2")
        writer.add_bos_token_id(0)
        writer.add_eos_token_id(0)

    def model(writer):
        special(writer)
        add_model(writer, len(tokens))

    merges = [" ".join(p) for p in pairs]
    write(target / "gguf/tokenizer-bpe.gguf", "gpt2", tokens, types, merges=merges, more=special)
    write(target / "gguf/model.gguf", "gpt2", tokens, types, merges=merges, more=model)
    golden = {}
    for name, (parts, normalizer, whole) in PRE.items():
        tokenizer = Tokenizer(models.BPE(vocab={t: i for t, i in vocabulary.items() if t != "[PAD0]"}, merges=pairs,
                                         ignore_merges=whole))
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence(parts)
        tokenizer.decoder = decoders.ByteLevel()
        if normalizer is not None:
            tokenizer.normalizer = normalizer
        tokenizer.add_special_tokens(["<|endoftext|>"])
        tokenizer.add_tokens(["<|user|>"])
        golden[name] = [tokenizer.encode(case, add_special_tokens=False).ids for case in CASES]
    return golden


def trained_piece(**options):
    model = io.BytesIO()
    spm.SentencePieceTrainer.train(sentence_iterator=iter([line for text in TRAINING for line in text.split("\n") if line]),
                                   model_writer=model, num_threads=1, minloglevel=2, **options)
    return model.getvalue()


def pieces(data):
    model = proto.ModelProto.FromString(data)
    # sentencepiece's numbers of types are those of GGUF.
    return model, [p.piece for p in model.pieces], [p.type for p in model.pieces], [p.score for p in model.pieces]


def encode(model):
    return [spm.SentencePieceProcessor(model_proto=model.SerializeToString()).encode(case) for case in PIECE_CASES]


# sentencepiece knows no tokens of ours inside a text.
PIECE_CASES = CASES[:-1]


def sentence_piece(target):
    data = trained_piece(model_type="bpe", vocab_size=700, byte_fallback=True, normalization_rule_name="identity",
                         remove_extra_whitespaces=False, character_coverage=0.98, allow_whitespace_only_pieces=True)
    model, tokens, types, scores = pieces(data)
    write(target / "gguf/tokenizer-spm.gguf", "llama", tokens, types, scores=scores)
    golden = {"prefix": encode(model)}
    model.normalizer_spec.add_dummy_prefix = False
    return {**golden, "plain": encode(model)}


def unigram(target):
    data = trained_piece(model_type="unigram", vocab_size=190, normalization_rule_name="nmt_nfkc", pad_id=0, eos_id=1,
                         unk_id=2, bos_id=-1, character_coverage=0.98)
    model, tokens, types, scores = pieces(data)

    def special(writer):
        writer.add_precompiled_charsmap(model.normalizer_spec.precompiled_charsmap)
        writer.add_remove_extra_whitespaces(model.normalizer_spec.remove_extra_whitespaces)
        writer.add_add_space_prefix(model.normalizer_spec.add_dummy_prefix)

    write(target / "gguf/tokenizer-unigram.gguf", "t5", tokens, types, scores=scores, more=special)
    return encode(model)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--target", type=Path, required=True)
    target = parser.parse_args().target
    (target / "gguf").mkdir(exist_ok=True)
    golden = {"cases": CASES, "byteLevel": byte_level(target), "sentencePiece": sentence_piece(target),
              "unigram": unigram(target)}
    (target / "gguf-tokenizers.json").write_text(json.dumps(golden, ensure_ascii=True) + "\n")
