/** How a model that was trained to fill in is told what stands before and behind the gap. */
export interface FimEntry {
  /** Whose tokens these are. */
  readonly models: string;
  /** Text of the special tokens before the prefix, before the suffix, and before what is to be filled in. */
  readonly prefix: string;
  readonly suffix: string;
  readonly middle: string;
  /** Special tokens, beside the end tokens of the configuration, that end what is filled in. */
  readonly ends: readonly string[];
  /** Which part comes first. Where it is the suffix, the text before the cursor stands at the end of the prompt. */
  readonly first: 'prefix' | 'suffix';
  /** Only models of this name were trained with the tokens: their relatives have them in the tokenizer, but no use for them. */
  readonly trained?: RegExp;
}

/**
 * The arrangements that the authors of these models document. Bavarian et al. 2022, https://arxiv.org/abs/2207.14255; the
 * first entry all of whose tokens a tokenizer has is taken.
 */
export const fimTable: readonly FimEntry[] = [
  {
    models: 'StarCoder, StarCoder2, Granite Code, Stable Code',
    prefix: '<fim_prefix>',
    suffix: '<fim_suffix>',
    middle: '<fim_middle>',
    ends: ['<|endoftext|>', '<file_sep>'],
    first: 'prefix',
  },
  {
    models: 'SantaCoder',
    prefix: '<fim-prefix>',
    suffix: '<fim-suffix>',
    middle: '<fim-middle>',
    ends: ['<|endoftext|>'],
    first: 'prefix',
  },
  {
    models: 'Code Llama 7B and 13B',
    prefix: '▁<PRE>',
    suffix: '▁<SUF>',
    middle: '▁<MID>',
    ends: ['▁<EOT>'],
    first: 'prefix',
  },
  {
    models: 'CodeGemma',
    prefix: '<|fim_prefix|>',
    suffix: '<|fim_suffix|>',
    middle: '<|fim_middle|>',
    ends: ['<|file_separator|>', '<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>'],
    first: 'prefix',
    trained: /codegemma/i,
  },
  {
    models: 'Qwen2.5-Coder, Qwen3-Coder',
    prefix: '<|fim_prefix|>',
    suffix: '<|fim_suffix|>',
    middle: '<|fim_middle|>',
    ends: ['<|endoftext|>', '<|fim_pad|>', '<|file_sep|>', '<|repo_name|>'],
    first: 'prefix',
    trained: /code/i,
  },
  {
    models: 'DeepSeek-Coder, DeepSeek-Coder-V2',
    prefix: '<｜fim▁begin｜>',
    suffix: '<｜fim▁hole｜>',
    middle: '<｜fim▁end｜>',
    ends: ['<|EOT|>'],
    first: 'prefix',
    trained: /code/i,
  },
  {
    models: 'Codestral',
    prefix: '[PREFIX]',
    suffix: '[SUFFIX]',
    middle: '[MIDDLE]',
    ends: [],
    first: 'suffix',
    trained: /codestral/i,
  },
];
