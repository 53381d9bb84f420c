import { byteOfCharacter } from './byte-alphabet';
import { partsOf, isRecord, type Part, type TokenizerFile } from './tokenizer-file';

/** A vocabulary entry on its way to text: either still characters or already bytes. */
type Decoding = string | Uint8Array;
type Step = (token: Decoding) => Decoding;

const onText =
  (change: (text: string) => Decoding): Step =>
  (token) =>
    typeof token === 'string' ? change(token) : token;

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What each declared decoder does to a single token; others (Fuse, Strip, CTC, ...) concern whole sequences. */
const decoders: Readonly<Record<string, (part: Part) => Step>> = {
  ByteLevel: () => onText(byAlphabet),
  ByteFallback: () =>
    onText((text) => {
      const byte = /^<0x([0-9A-Fa-f]{2})>$/.exec(text)?.[1];
      return byte === undefined ? text : Uint8Array.of(Number.parseInt(byte, 16));
    }),
  Replace: (part) => {
    const pattern = isRecord(part['pattern']) ? part['pattern']['String'] : undefined;
    return onText((text) =>
      typeof pattern === 'string' ? text.replaceAll(pattern, option(part, 'content', '')) : text,
    );
  },
  Metaspace: (part) => onText((text) => text.replaceAll(option(part, 'replacement', '▁'), ' ')),
  BPEDecoder: (part) => {
    const suffix = option(part, 'suffix', '</w>');
    return onText((text) => (suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text));
  },
};

function option(part: Part, name: string, otherwise: string): string {
  const value = part[name];
  return typeof value === 'string' ? value : otherwise;
}

function byAlphabet(text: string): Decoding {
  const bytes = Array.from(text, (character) => byteOfCharacter.get(character));
  return bytes.every((byte) => byte !== undefined) ? Uint8Array.from(bytes) : text;
}

/** Turns vocabulary entries into what a person reads and into what they insert. */
export interface PieceDecoder {
  readonly piece: (token: string) => string;
  readonly insertion: (token: string) => string | undefined;
}

/**
 * The decoder declared in tokenizer.json, for single tokens. WordPiece continuations keep their mark ("##ing") in the
 * piece, which tells them from whole words, and lose it in the insertion.
 */
export function pieceDecoder(file: TokenizerFile): PieceDecoder {
  const declared = partsOf(file.decoder);
  const parts = declared.length > 0 ? declared : partsOf(file.preTokenizer).filter(({ type }) => type === 'ByteLevel');
  const steps = parts.map((part) => decoders[part.type]?.(part)).filter((step) => step !== undefined);
  const decode = (token: string): Decoding => steps.reduce<Decoding>((value, step) => step(value), token);
  const continuation = continuationOf(file, parts);
  return {
    piece: (token) => {
      const value = decode(token);
      return typeof value === 'string' ? value : readable(value);
    },
    insertion: (token) => {
      const marked = continuation !== '' && token.startsWith(continuation);
      const value = decode(marked ? token.slice(continuation.length) : token);
      return typeof value === 'string' ? value : decoded(value);
    },
  };
}

/** The mark of a token that continues a word ('' where there is none). */
function continuationOf(file: TokenizerFile, parts: readonly Part[]): string {
  const wordPiece = parts.find(({ type }) => type === 'WordPiece');
  const prefix = wordPiece?.['prefix'] ?? file.model['continuing_subword_prefix'];
  return typeof prefix === 'string' ? prefix : '';
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

/** UTF-8 as text, with the bytes that make no character as `<E2 80>`. */
export function readable(bytes: Uint8Array): string {
  let text = '';
  let stray: string[] = [];
  const flush = (): void => {
    if (stray.length > 0) text += `<${stray.join(' ')}>`;
    stray = [];
  };
  for (let at = 0; at < bytes.length;) {
    const length = characterLength(bytes[at]!);
    const character = length === 0 ? undefined : decoded(bytes.subarray(at, at + length));
    if (character === undefined) {
      stray.push(bytes[at]!.toString(16).toUpperCase().padStart(2, '0'));
      at += 1;
    } else {
      flush();
      text += character;
      at += length;
    }
  }
  flush();
  return text;
}

/** Bytes of the UTF-8 character that begins with `lead`; 0 when none does. */
function characterLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead < 0xe0) return 2;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
}
