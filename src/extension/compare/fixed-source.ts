import type { CompareSource, SourceText } from './compare-source';

/** A text that stays as it is: what was on the clipboard. */
export class FixedSource implements CompareSource {
  public readonly closed = false;

  public constructor(
    public readonly title: string,
    private readonly text: string,
  ) {}

  public read(): SourceText {
    return { text: this.text, anchor: undefined };
  }

  public onDidChange(): { dispose(): void } {
    return { dispose: () => undefined };
  }

  public dispose(): void {
    // Nothing is held.
  }
}
