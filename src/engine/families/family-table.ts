/** How a family of models is wired: which graph inputs and outputs it has, and what is carried from piece to piece. */
export interface FamilyEntry {
  readonly family: string;
  readonly task: string;
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
  readonly logits: readonly string[];
  /** Inputs with one value for all runs. */
  readonly constants: Readonly<Record<string, number>>;
  /** What is carried: each graph input that matches `input` is fed with the output of that name. */
  readonly carried: readonly { readonly input: RegExp; readonly output: string }[];
  /** State that is carried without end, and that forgets; otherwise a cache that grows up to the context. */
  readonly endless: boolean;
}

const causal: FamilyEntry = {
  family: 'causal-transformer',
  task: 'text-generation',
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
}; // prettier-ignore

const recurrent: FamilyEntry = {
  family: 'recurrent',
  task: 'text-generation',
  // Recurrent models have no common export: langscope.json names their state.
  modelTypes: [],
  inputs: { ids: ['input_ids'], attentionMask: [], positionIds: [], cacheBranch: [] },
  logits: ['logits'],
  constants: {},
  carried: [],
  endless: true,
};

export const families: readonly FamilyEntry[] = [causal, recurrent];
