/** What is particular to an architecture; all else about a model stands in its file's metadata. */
export interface Architecture {
  /** The value of general.architecture. */
  readonly name: string;
  /** What Hugging Face calls it: model_type and the class of config.json. */
  readonly modelType: string;
  readonly className: string;
  /**
   * Which two numbers of a head rotary positions turn together: neighbours (0 and 1, 2 and 3), as llama.cpp orders the
   * rows of llama models, or those of the two halves (0 and d / 2).
   */
  readonly rotates: 'neighbours' | 'halves';
  readonly activation: 'silu' | 'gelu';
  /** Whether embeddings are multiplied with the square root of their width. */
  readonly scalesEmbedding: boolean;
  /** Whether each head of queries and keys is normalised before it is turned. */
  readonly normalisesHeads: boolean;
  /** Whether the outputs of attention and feed-forward are normalised before they join the stream. */
  readonly normalisesOutputs: boolean;
  /**
   * Layers that see a window only: all but each `every`-th, their positions turned with the base `base` where they have
   * one of their own. Absent: where the metadata name a window, all layers have it.
   */
  readonly windowed?: { readonly every: number; readonly base?: number };
  /** Caps of attention scores and logits where the metadata name none. */
  readonly caps?: { readonly scores: number; readonly logits: number };
  /** The largest model of the family divides attention scores by sqrt(width / heads); it is told by its layers. */
  readonly scalesByWidth?: { readonly layers: number };
}
