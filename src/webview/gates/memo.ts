/** A value made from others, and made again only when one of them is another one. */
export class Memo<T> {
  private made: { readonly of: readonly unknown[]; readonly value: T | undefined } | undefined;

  public get value(): T | undefined {
    return this.made?.value;
  }

  public get(of: readonly unknown[], make: () => T | undefined): T | undefined {
    const { made } = this;
    if (made && made.of.length === of.length && of.every((part, at) => part === made.of[at])) return made.value;
    this.made = { of, value: make() };
    return this.made.value;
  }
}
