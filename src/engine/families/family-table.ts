import type { Capability } from '../../protocol';

/** How a family of models is wired: which graph inputs and outputs it has, and what is carried from piece to piece. */
export interface FamilyEntry {
  readonly family: string;
  readonly task: string;
  /** Tasks by model_type, where it tells more. */
  readonly tasks?: Readonly<Record<string, string>>;
  /**
   * What its models do with text: predict the next token of one text; or only look at one text from all sides; or look
   * at one text with an encoder, and at a second one that follows from it with a decoder; or find in one text what
   * answers another.
   */
  readonly reads: 'next-token' | 'one-text' | 'two-texts' | 'question';
  /** Why its models cannot do something: a sentence with what to do instead. */
  readonly missing: Readonly<Partial<Record<Capability, string | undefined>>>;
  /** Values of config.json's model_type; none where only langscope.json can name the family. */
  readonly modelTypes: readonly string[];
  /** config.json's architectures that tell the family of a model_type that is not listed. */
  readonly architectures?: RegExp;
  /** Names that exporters use; langscope.json may add another. */
  readonly inputs: {
    readonly ids: readonly string[];
    readonly attentionMask: readonly string[];
    readonly positionIds: readonly string[];
    /** Tells a merged export whether there is a cache: false before the first token. */
    readonly cacheBranch: readonly string[];
  };
  /** What the graph gives in the end: the logits, or what they would be made of. The first that is there counts. */
  readonly logits: readonly string[];
  /** Inputs with one value for all runs. */
  readonly constants: Readonly<Record<string, number>>;
  /** What is carried: each graph input that matches `input` is fed with the output of that name. */
  readonly carried: readonly { readonly input: RegExp; readonly output: string }[];
  /** State that is carried without end, and that forgets; otherwise a cache that grows up to the context. */
  readonly endless: boolean;
  /**
   * Values of model_type whose tables of positions have rows that no token gets: positions are counted from behind that
   * of the padding token, so that the context is shorter by pad_token_id + 1.
   */
  readonly positionsBehindPadding: readonly string[];
}

const noGates = 'A transformer has no gates: only LSTM, GRU and RNN cells do. Choose a recurrent model.';

/** What to do about a model that writes no summaries. */
export const noSummaries = 'Choose one that writes summaries, such as langscope-summariser, or an instruct model.';
export const noTranslation = 'It was not made to translate. Choose a translator, such as langscope-translator.';
export const noLanguages =
  'Its folder does not say between which languages it translates and how it is told so. Copy tokenizer_config.json and ' +
  'config.json from its source, or choose a translator, such as langscope-translator.';
const noAnswers = 'It does not point at answers in a text. Choose a reader, such as langscope-reader.';

const causal: FamilyEntry = {
  family: 'causal-transformer',
  task: 'text-generation',
  reads: 'next-token',
  missing: { gates: noGates, translate: noTranslation, answer: noAnswers },
  modelTypes: [
    'apertus', 'arcee', 'bitnet', 'bloom', 'codegen', 'cohere', 'cohere2', 'ernie4_5', 'exaone', 'exaone4', 'falcon',
    'gemma', 'gemma2', 'gemma3', 'gemma3_text', 'glm', 'glm4', 'gpt2', 'gpt_bigcode', 'gpt_neo', 'gpt_neox',
    'gpt_oss', 'gptj', 'granite', 'granitemoe', 'helium', 'hunyuan_v1_dense', 'internlm2', 'lfm2', 'llama', 'mistral',
    'mobilellm', 'modernbert-decoder', 'mpt', 'nanochat', 'nemotron', 'olmo', 'olmo2', 'olmo3', 'openai-gpt', 'openelm',
    'opt', 'phi', 'phi3', 'qwen2', 'qwen3', 'seed_oss', 'smollm3', 'stablelm', 'starcoder2', 'vaultgemma', 'xglm',
  ],
  architectures: /ForCausalLM$|LMHeadModel$/,
  inputs: {
    ids: ['input_ids'],
    attentionMask: ['attention_mask'],
    positionIds: ['position_ids'],
    cacheBranch: ['use_cache_branch'],
  },
  logits: ['logits'],
  // 0 keeps the logits of every position.
  constants: { num_logits_to_keep: 0, logits_to_keep: 0, token_type_ids: 0 },
  carried: [
    { input: /^past_key_values\.(.+)$/, output: 'present.$1' },
    { input: /^past_conv\.(.+)$/, output: 'present_conv.$1' },
    { input: /^past_key_(.+)$/, output: 'present_key_$1' },
    { input: /^past_value_(.+)$/, output: 'present_value_$1' },
    { input: /^past_(\d+)$/, output: 'present_$1' },
  ],
  endless: false,
  positionsBehindPadding: [],
}; // prettier-ignore

const recurrent: FamilyEntry = {
  family: 'recurrent',
  task: 'text-generation',
  reads: 'next-token',
  missing: {
    translate: noTranslation,
    answer: noAnswers,
    attention: 'A recurrent model has no attention: it carries a state from token to token. Look at its gates.',
    lens: 'The layers of a recurrent model do not add to a common stream that the last one could be laid over. Look at its gates.',
  },
  // Recurrent models have no common export: langscope.json names their state.
  modelTypes: [],
  inputs: { ids: ['input_ids'], attentionMask: [], positionIds: [], cacheBranch: [] },
  logits: ['logits'],
  constants: {},
  carried: [],
  endless: true,
  positionsBehindPadding: [],
};

/** What a model lacks that predicts no next token. */
function withoutPrediction(kind: string): FamilyEntry['missing'] {
  const instead = 'It can show its attention; choose a decoder-only or recurrent model for the rest.';
  return {
    score: `${kind}, so that a text gets no surprisal from it. ${instead}`,
    generate: `${kind}, so that it cannot continue a text. ${instead}`,
    lens: `${kind}, so that there is no prediction to follow through its layers. ${instead}`,
    influence: `${kind}, so that there is no prediction that earlier tokens could influence. ${instead}`,
    gates: noGates,
    summarize: `${kind}, so that it writes no summary. ${noSummaries}`,
    translate: noTranslation,
    answer: noAnswers,
  };
}

const encoder: FamilyEntry = {
  family: 'encoder',
  task: 'feature-extraction',
  reads: 'one-text',
  missing: withoutPrediction('An encoder looks at the whole text at once and predicts no next token'),
  modelTypes: [
    'albert', 'bert', 'big_bird', 'camembert', 'convbert', 'data2vec-text', 'deberta', 'deberta-v2', 'distilbert',
    'electra', 'ernie', 'ernie_m', 'esm', 'eurobert', 'ibert', 'longformer', 'luke', 'megatron-bert', 'mobilebert',
    'modernbert', 'mpnet', 'neobert', 'nezha', 'nomic_bert', 'nystromformer', 'rembert', 'roberta',
    'roberta-prelayernorm', 'roformer', 'squeezebert', 'xlm-roberta', 'xlm-roberta-xl', 'xmod',
  ],
  architectures: /For(?:MaskedLM|QuestionAnswering)$/,
  inputs: {
    ids: ['input_ids', 'input.1'],
    attentionMask: ['attention_mask'],
    positionIds: ['position_ids'],
    cacheBranch: [],
  },
  logits: ['logits', 'last_hidden_state', 'prediction_logits', 'start_logits', 'token_embeddings', 'hidden_states'],
  constants: { token_type_ids: 0 },
  carried: [],
  endless: false,
  positionsBehindPadding: [
    'camembert', 'data2vec-text', 'esm', 'ibert', 'longformer', 'luke', 'mpnet', 'roberta', 'roberta-prelayernorm',
    'xlm-roberta', 'xlm-roberta-xl', 'xmod',
  ],
}; // prettier-ignore

const encoderDecoder: FamilyEntry = {
  family: 'encoder-decoder',
  task: 'text2text-generation',
  tasks: {
    marian: 'translation', fsmt: 'translation', m2m_100: 'translation', 'nllb-moe': 'translation',
    pegasus: 'summarization', pegasus_x: 'summarization', bigbird_pegasus: 'summarization',
  },
  reads: 'two-texts',
  missing: {
    ...withoutPrediction('An encoder-decoder model turns one text into another and predicts nothing about one text alone'),
    summarize: undefined,
    translate: undefined,
  },
  modelTypes: [
    'bart', 'bigbird_pegasus', 'blenderbot', 'blenderbot-small', 'fsmt', 'led', 'longt5', 'm2m_100', 'marian', 'mbart',
    'mt5', 'mvp', 'nllb-moe', 'pegasus', 'pegasus_x', 'plbart', 'switch_transformers', 't5', 'umt5',
  ],
  inputs: {
    ids: ['input_ids'],
    attentionMask: ['attention_mask'],
    positionIds: ['position_ids'],
    cacheBranch: [],
  },
  logits: ['logits', 'last_hidden_state'],
  constants: {},
  carried: [],
  endless: false,
  positionsBehindPadding: [],
}; // prettier-ignore

const recurrentEncoderDecoder: FamilyEntry = {
  ...encoderDecoder,
  family: 'recurrent-encoder-decoder',
  // Recurrent models have no common export: langscope.json names the family.
  modelTypes: [],
  endless: true,
};

const reader: FamilyEntry = {
  family: 'reader',
  task: 'question-answering',
  reads: 'question',
  missing: {
    ...withoutPrediction('A reader points at what answers a question and predicts no next token'),
    attention: 'A reader shows its attention over the question in the Ask view.',
    answer: undefined,
  },
  // Its two inputs have no common names: langscope.json names the family.
  modelTypes: [],
  inputs: { ids: ['input_ids'], attentionMask: [], positionIds: [], cacheBranch: [] },
  logits: ['start_logits'],
  constants: {},
  carried: [],
  endless: true,
  positionsBehindPadding: [],
};

export const families: readonly FamilyEntry[] = [
  causal, recurrent, encoder, encoderDecoder, recurrentEncoderDecoder, reader,
]; // prettier-ignore
