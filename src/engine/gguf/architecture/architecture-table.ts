import { fail } from '../../../protocol';
import type { Architecture } from './architecture';

const plain = {
  activation: 'silu',
  scalesEmbedding: false,
  normalisesHeads: false,
  normalisesOutputs: false,
} as const;

const gemma = { ...plain, rotates: 'halves', activation: 'gelu', scalesEmbedding: true } as const;

/** Every architecture that can be imported; one more is one more entry. Mistral and SmolLM models call themselves llama. */
export const architectures: readonly Architecture[] = [
  { ...plain, name: 'llama', modelType: 'llama', className: 'LlamaForCausalLM', rotates: 'neighbours' },
  { ...plain, name: 'qwen2', modelType: 'qwen2', className: 'Qwen2ForCausalLM', rotates: 'halves' },
  {
    ...plain,
    name: 'qwen3',
    modelType: 'qwen3',
    className: 'Qwen3ForCausalLM',
    rotates: 'halves',
    normalisesHeads: true,
  },
  { ...gemma, name: 'gemma', modelType: 'gemma', className: 'GemmaForCausalLM' },
  {
    ...gemma,
    name: 'gemma2',
    modelType: 'gemma2',
    className: 'Gemma2ForCausalLM',
    normalisesOutputs: true,
    windowed: { every: 2 },
    caps: { scores: 50, logits: 30 },
    scalesByWidth: { layers: 46 },
  },
  {
    ...gemma,
    name: 'gemma3',
    modelType: 'gemma3_text',
    className: 'Gemma3ForCausalLM',
    normalisesHeads: true,
    normalisesOutputs: true,
    windowed: { every: 6, base: 10_000 },
    scalesByWidth: { layers: 62 },
  },
];

/** The entry of an architecture; refuses (`unsupported`) one that is not listed, naming those that are. */
export function architectureNamed(name: string, file: string): Architecture {
  const found = architectures.find((entry) => entry.name === name);
  if (found) return found;
  const known = architectures.map((entry) => entry.name).join(', ');
  throw fail(
    'unsupported',
    `${file} is a model of the architecture ${JSON.stringify(name.slice(0, 80))}, which Langscope cannot import. ` +
      `It imports ${known}; choose a model of one of these, or use the model's ONNX export.`,
  );
}
