"""Tiny tokenizers, one for each style, as tokenizer.json has them: a few hundred tokens, no training."""

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

WORDS = "the cat sat on a mat and then it ran over our hill while you read this line".split()


def byte_level(start=None, end=None, specials=("<|endoftext|>",)):
    """GPT-2's kind: every byte is a token, and merges build up the words above from left to right."""
    vocabulary = {token: at for at, token in enumerate([*specials, *sorted(pre_tokenizers.ByteLevel.alphabet())])}
    merges = []
    for word in WORDS:
        built = "Ġ"
        for letter in word[:3]:  # longer words stay in pieces
            if (built, letter) not in merges:
                merges.append((built, letter))
                vocabulary[built + letter] = len(vocabulary)
            built += letter
    tokenizer = Tokenizer(models.BPE(vocabulary, merges))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(list(specials))
    if end:
        tokenizer.post_processor = processors.RobertaProcessing(
            (end, vocabulary[end]), (start, vocabulary[start]), trim_offsets=True, add_prefix_space=False)
    elif start:
        tokenizer.post_processor = processors.Sequence([
            processors.ByteLevel(trim_offsets=False),
            processors.TemplateProcessing(single=f"{start} $A", special_tokens=[(start, vocabulary[start])])])
    else:
        tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    return tokenizer


def word_piece():
    """BERT's: pieces of words, [CLS] and [SEP] around the text."""
    specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    letters = [chr(code) for code in range(ord("a"), ord("z") + 1)]
    pieces = [*specials, ".", ",", *letters, *(f"##{letter}" for letter in letters)]
    for word in WORDS:  # longer words stay in pieces
        pieces += [piece for piece in (word[:3], f"##{word[3:]}") if piece not in pieces and len(piece.strip("#")) > 0]
    vocabulary = {piece: at for at, piece in enumerate(pieces)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.add_special_tokens(specials)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    return tokenizer


def unigram(specials, unknown, end, last=()):
    """T5's and Marian's: pieces with a score each, the space before a word written as ▁, the end token behind the text."""
    letters = [chr(code) for code in range(ord("a"), ord("z") + 1)]
    pieces = {piece: 0.0 for piece in specials}
    pieces |= {"▁": -4.0, ".": -5.0} | {letter: -8.0 for letter in letters}
    for at, word in enumerate(WORDS):
        pieces |= {f"▁{word[:3]}": -3.0 - at / 16}  # longer words stay in pieces
        if word[3:]:
            pieces |= {word[3:]: -5.0 - at / 16}
    pieces |= {piece: 0.0 for piece in last}
    ids = {piece: at for at, piece in enumerate(pieces)}
    tokenizer = Tokenizer(models.Unigram(list(pieces.items()), unk_id=ids[unknown], byte_fallback=False))
    tokenizer.normalizer = normalizers.Replace(Regex(" {2,}"), " ")
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.add_special_tokens([*specials, *last])
    tokenizer.post_processor = processors.TemplateProcessing(single=f"$A {end}", special_tokens=[(end, ids[end])])
    return tokenizer


TOKENIZERS = {
    "gpt2": byte_level,
    "llama": lambda: byte_level("<s>", specials=("<unk>", "<s>", "</s>")),
    "bert": word_piece,
    "t5": lambda: unigram(["<pad>", "</s>", "<unk>"], "<unk>", "</s>"),
    "longt5": lambda: unigram(["<pad>", "</s>", "<unk>"], "<unk>", "</s>"),
    "bart": lambda: byte_level("<s>", "</s>", ("<s>", "<pad>", "</s>", "<unk>", "<mask>")),
    "marian": lambda: unigram(["</s>", "<unk>"], "<unk>", "</s>", ["<pad>"]),
}
