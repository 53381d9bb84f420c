import { fail, FailureError, providers, type Provider, type ProviderReport } from '../../protocol';
import { impossible, reasonOf } from './provider-table';

export interface Opened<T> {
  readonly value: T;
  readonly report: ProviderReport;
}

/** Thrown by an attempt: this provider cannot do it, another may. */
export class ProviderRefusal extends Error {}

/**
 * Opens something on the provider that is wanted, or with 'auto' on the first that works. They are tried one at a
 * time, since a list given to onnxruntime falls back to the CPU without a word. An attempt throws ProviderRefusal
 * (or any error of onnxruntime) where the provider is to blame, and FailureError where the model is. With 'auto' the
 * CPU comes last and its failure is the model's; a provider that was asked for fails with `provider-failed`.
 */
export async function openOnProvider<T>(
  wanted: Provider | 'auto',
  attempt: (provider: Provider) => Promise<T>,
  here: { readonly platform: string; readonly architecture: string } = {
    platform: process.platform,
    architecture: process.arch,
  },
): Promise<Opened<T>> {
  const refused: { provider: Provider; reason: string }[] = [];
  for (const provider of wanted === 'auto' ? providers : [wanted]) {
    const reason = impossible(provider, here.platform, here.architecture);
    if (reason !== undefined) {
      // With 'auto' nobody asks why a Mac has no DirectML.
      if (wanted !== 'auto') refused.push({ provider, reason });
      continue;
    }
    try {
      return { value: await attempt(provider), report: { provider, refused } };
    } catch (error) {
      if (error instanceof FailureError || !(error instanceof Error)) throw error;
      refused.push({ provider, reason: reasonOf(provider, error.message) });
    }
  }
  const reasons = refused.map(({ provider, reason }) => `${provider}: ${reason}`).join('; ');
  throw fail(
    'provider-failed',
    wanted === 'auto'
      ? `No execution provider can run this model (${reasons}).`
      : `This model cannot run on ${reasons}. Choose the provider "auto" or "cpu".`,
  );
}
