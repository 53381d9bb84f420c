import { attentionFlow, type AttentionFlow } from '../../graph/attention/attention-flow';
import { findEntry, type AttentionEntry } from '../../graph/attention/attention-entry';
import { bypassNanGuard } from '../../graph/bypass-nan-guard';
import { findAttention, tapAttention, type AttentionSite } from '../../graph/attention/find-attention';
import { indexGraph, type GraphIndex } from '../../graph/graph-index';
import { opsetOf, type OnnxModel } from '../../graph/onnx-model';

/** The attention of one graph, and the tapped graph that computes its weights. */
export interface AttentionGraph {
  /** Tapped: it computes the weights of every site that can be tapped. */
  readonly model: OnnxModel;
  readonly index: GraphIndex;
  readonly flow: AttentionFlow;
  readonly sites: readonly AttentionSite[];
  /** float32 [1, heads, query, key], by site. */
  readonly weights: readonly (string | undefined)[];
  /** Where the text enters each site. */
  readonly entries: readonly (AttentionEntry | undefined)[];
}

/** Finds and taps the attention of a graph; `ids`: its input of tokens. */
export function attentionGraph(whole: OnnxModel, ids: string): AttentionGraph {
  const guarded = bypassNanGuard(whole.graph);
  const sites = findAttention(guarded, ids, opsetOf(whole));
  const { graph, weights } = tapAttention(guarded, sites);
  const index = indexGraph(graph);
  const flow = attentionFlow(index, ids);
  const entries = sites.map((site, at) => {
    const name = weights[at];
    return name === undefined ? undefined : findEntry(index, flow, site, name);
  });
  return { model: { ...whole, graph }, index, flow, sites, weights, entries };
}

/** The sites whose weights can be seen. */
export function tappedSites({ weights }: AttentionGraph): readonly number[] {
  return [...weights.keys()].filter((site) => weights[site] !== undefined);
}
