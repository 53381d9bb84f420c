/**
 * The characters by which byte-level BPE writes bytes in its vocabulary (GPT-2's bytes_to_unicode): printable bytes
 * stand for themselves, the others are counted up from U+0100.
 */
function alphabet(): ReadonlyMap<string, number> {
  const printable = (byte: number): boolean =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
  const bytes = new Map<string, number>();
  let next = 0x100;
  for (let byte = 0; byte < 0x100; byte++) bytes.set(String.fromCharCode(printable(byte) ? byte : next++), byte);
  return bytes;
}

export const byteOfCharacter: ReadonlyMap<string, number> = alphabet();
