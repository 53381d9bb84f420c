import type { CancellationToken } from 'vscode-jsonrpc';
import { openEncoder, type EncoderOptions, type OpenEncoder } from './encoder-open';

interface Entry {
  readonly key: string;
  readonly opening: Promise<OpenEncoder>;
  model?: OpenEncoder;
}

/** Someone compares a model with another; more at once are rare. */
const most = 2;

/** The encoders in memory, beside the pool of the models that predict. Least recently used ones that nobody works with go. */
export class EncoderModels {
  private entries: readonly Entry[] = [];

  public constructor(private readonly isBusy: (model: OpenEncoder) => boolean) {}

  /** Opens a model once however many ask for it; refuses as `openEncoder` does. */
  public async get(folder: string, options: EncoderOptions, token: CancellationToken): Promise<OpenEncoder> {
    const key = [folder, options.precision].join('\0');
    const entry = this.entries.find((known) => known.key === key) ?? this.begin(key, folder, options, token);
    this.entries = [...this.entries.filter((other) => other !== entry), entry];
    return entry.opening;
  }

  private begin(key: string, folder: string, options: EncoderOptions, token: CancellationToken): Entry {
    const entry: Entry = { key, opening: openEncoder(folder, options, token) };
    entry.opening.then(
      (model) => {
        entry.model = model;
        this.trim();
      },
      () => (this.entries = this.entries.filter((other) => other !== entry)),
    );
    return entry;
  }

  private trim(): void {
    const idle = this.entries.slice(0, -1).filter(({ model }) => model && !this.isBusy(model));
    const dropped = idle.slice(0, Math.max(0, this.entries.length - most));
    this.entries = this.entries.filter((entry) => !dropped.includes(entry));
    for (const { model } of dropped) void model?.dispose();
  }
}
