import type { Provider } from '../../protocol';

interface ProviderFacts {
  /** Where onnxruntime-node has it, as platform or platform-architecture. */
  readonly on: readonly string[];
  /** Why it is not tried elsewhere. */
  readonly elsewhere: string;
  /** onnxruntime's messages, and what they mean for a person. The first that matches counts. */
  readonly reasons: readonly { readonly match: RegExp; readonly reason: string }[];
}

const noBackend = {
  match: /backend not found|not available|not enabled|not supported in this build/i,
  reason: 'this build of onnxruntime does not contain it',
};

export const providerTable: Readonly<Record<Provider, ProviderFacts>> = {
  cuda: {
    on: ['linux-x64'],
    elsewhere: 'onnxruntime-node has CUDA for Linux on x64 only',
    reasons: [
      noBackend,
      {
        match: /failed to load (shared )?library|cannot open shared object/i,
        reason:
          'its libraries are not installed (onnxruntime-node installs them with --onnxruntime-node-install=cuda12; CUDA 12 and cuDNN 9 must be there)',
      },
      {
        match: /no cuda-capable device|driver version is insufficient|CUDA failure 100/i,
        reason: 'there is no NVIDIA graphics processor, or its driver is too old',
      },
    ],
  },
  dml: {
    on: ['win32'],
    elsewhere: 'DirectML is part of Windows',
    reasons: [noBackend, { match: /887A0004|887A0005|device/i, reason: 'there is no DirectX 12 graphics processor' }],
  },
  coreml: { on: ['darwin'], elsewhere: 'CoreML is part of macOS', reasons: [noBackend] },
  webgpu: {
    on: ['linux-x64', 'win32', 'darwin'],
    elsewhere: 'onnxruntime-node has no WebGPU for this platform',
    reasons: [
      noBackend,
      {
        match: /failed to get a webgpu adapter|no supported adapters/i,
        reason:
          'no graphics processor answers through Vulkan, Direct3D 12 or Metal; install or update the graphics driver',
      },
    ],
  },
  cpu: { on: ['linux', 'win32', 'darwin'], elsewhere: 'onnxruntime-node has no binary for this platform', reasons: [] },
};

/** Why a provider cannot exist here; undefined where it may. */
export function impossible(provider: Provider, platform: string, architecture: string): string | undefined {
  const { on, elsewhere } = providerTable[provider];
  return on.includes(platform) || on.includes(`${platform}-${architecture}`) ? undefined : elsewhere;
}

/** What onnxruntime's message means, in a person's words; the first line of the message itself where nobody knows. */
export function reasonOf(provider: Provider, message: string): string {
  const known = providerTable[provider].reasons.find(({ match }) => match.test(message));
  return known?.reason ?? (message.split('\n')[0] ?? message).slice(0, 300);
}
