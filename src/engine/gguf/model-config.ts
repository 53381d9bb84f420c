import type { GgufMetadata } from './file/gguf-metadata';
import type { ModelShape } from './architecture/model-shape';
import { present } from '../families/present';

/** The ids of tokens that a model's files name. */
function specialIds(metadata: GgufMetadata): Readonly<Record<string, unknown>> {
  const id = (name: string): number | undefined => metadata.number(`tokenizer.ggml.${name}_token_id`);
  const ends = [id('eos'), id('eot'), id('eom')].filter((end) => end !== undefined);
  const eos = [...new Set(ends)];
  return present<Record<string, unknown>>({
    bos_token_id: id('bos'),
    eos_token_id: eos.length > 1 ? eos : eos[0],
    pad_token_id: id('padding'),
  });
}

/** config.json as transformers writes it, from what the GGUF file says. */
export function modelConfig(shape: ModelShape, metadata: GgufMetadata, vocabulary: number, tied: boolean): object {
  const { architecture } = shape;
  return present<Record<string, unknown>>({
    architectures: [architecture.className],
    model_type: architecture.modelType,
    license: metadata.text('general.license'),
    vocab_size: vocabulary,
    hidden_size: shape.width,
    intermediate_size: shape.inner,
    num_hidden_layers: shape.layers,
    num_attention_heads: shape.heads,
    num_key_value_heads: shape.keyHeads,
    head_dim: shape.headSize,
    hidden_act: architecture.activation === 'silu' ? 'silu' : 'gelu_pytorch_tanh',
    max_position_embeddings: shape.context,
    rms_norm_eps: shape.epsilon,
    rope_theta: shape.rotation.base,
    tie_word_embeddings: tied,
    use_cache: true,
    ...specialIds(metadata),
  });
}

/** generation_config.json: which tokens begin and end a text. */
export function generationConfig(metadata: GgufMetadata): object {
  return specialIds(metadata);
}
