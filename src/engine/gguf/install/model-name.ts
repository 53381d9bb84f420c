import { fail } from '../../../protocol';

/** Characters of a name at most: folders on all systems bear as many, with what stands before and behind. */
const longest = 100;

/** Names that Windows keeps for devices. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** A name for a model that comes from a file of that name: without what no folder may have in its name. */
export function suggestedName(file: string): string {
  const plain = file
    .replace(/\.gguf$/i, '')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, longest);
  return plain === '' || reserved.test(plain) ? `model-${plain}`.replace(/-$/, '') : plain;
}

/** Refuses (`bad-request`) what cannot be the name of a model: it becomes the name of a folder on any system. */
export function checkName(name: string, bundled: readonly string[]): void {
  const wrong = wrongWith(name);
  if (wrong !== undefined) {
    throw fail('bad-request', `A model cannot be called ${JSON.stringify(name)}: ${wrong}. Give another name.`);
  }
  if (bundled.includes(name)) {
    throw fail('bad-request', `A model that comes with Langscope is called ${name}. Give another name.`);
  }
}

function wrongWith(name: string): string | undefined {
  if (name.trim() === '') return 'it is empty';
  if (/[/\\]/.test(name)) return 'it has a slash in it';
  if (/[<>:"|?*\p{Cc}]/u.test(name)) return 'it has a character that names of folders cannot have';
  if (/^[.\s]|[.\s]$/.test(name)) return 'it begins or ends with a dot or a space';
  if (reserved.test(name)) return 'Windows keeps that name for itself';
  if (name.length > longest) return `it is longer than ${longest} characters`;
  return undefined;
}
