import { fail, type FailureError } from '../../protocol';

/** A value of a JSON file together with its place, so that what is wrong with it can be said exactly. */
export class JsonField {
  public constructor(
    private readonly file: string,
    private readonly path: string,
    public readonly value: unknown,
  ) {}

  /** The failure that says what is expected here. */
  public wrong(expected: string): FailureError {
    const where = this.path === '' ? 'the top level' : `"${this.path}"`;
    const found = this.value === undefined ? 'it is missing' : `it is ${JSON.stringify(this.value).slice(0, 60)}`;
    return fail('config-broken', `${this.file}: ${where} must be ${expected}; ${found}.`);
  }

  public string(): string {
    if (typeof this.value !== 'string' || this.value === '') throw this.wrong('a string');
    return this.value;
  }

  public oneOf<T extends string>(values: readonly T[]): T {
    const found = values.find((value) => value === this.value);
    if (found === undefined) throw this.wrong(`one of ${values.map((value) => `"${value}"`).join(', ')}`);
    return found;
  }

  public number(): number {
    if (typeof this.value !== 'number' || !Number.isFinite(this.value)) throw this.wrong('a number');
    return this.value;
  }

  /** A whole number, `least` or more. */
  public integer(least: number): number {
    if (!Number.isSafeInteger(this.value) || (this.value as number) < least) {
      throw this.wrong(`a whole number of at least ${least}`);
    }
    return this.value as number;
  }

  public array(): JsonField[] {
    if (!Array.isArray(this.value)) throw this.wrong('a list');
    return this.value.map((item: unknown, index) => new JsonField(this.file, `${this.path}[${index}]`, item));
  }

  /** The fields of an object; those outside `known` are refused where it is given. */
  public object(known?: readonly string[]): (name: string) => JsonField {
    if (typeof this.value !== 'object' || this.value === null || Array.isArray(this.value))
      throw this.wrong('an object');
    const fields = this.value as Readonly<Record<string, unknown>>;
    const at = (name: string): string => (this.path === '' ? name : `${this.path}.${name}`);
    const strange = known && Object.keys(fields).find((name) => !known.includes(name));
    if (strange !== undefined) {
      throw fail('config-broken', `${this.file}: "${at(strange)}" is unknown. Known here: ${known!.join(', ')}.`);
    }
    return (name) => new JsonField(this.file, at(name), fields[name]);
  }

  public get present(): boolean {
    return this.value !== undefined;
  }

  public optional<T>(read: (field: JsonField) => T): T | undefined {
    return this.present ? read(this) : undefined;
  }

  public keys(): string[] {
    return typeof this.value === 'object' && this.value !== null ? Object.keys(this.value) : [];
  }
}
