import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';

/** Relative to the host's folder. */
export const CHROMIUM = 'chromium';

/**
 * What @sparticuz/chromium packs, and where it goes below CHROMIUM. The package's own inflate() writes to the
 * shared temporary folder and leaves out the libraries (al2023) unless it believes it runs in a cloud function.
 * SwiftShader stays beside the binary: Chromium looks for its libraries there, and onnxruntime's WebGPU uses it too.
 */
const ARCHIVES = {
  'al2023.tar.br': 'al2023',
  'swiftshader.tar.br': '.',
  'fonts.tar.br': 'fonts',
};

/** The package is built for this platform only; elsewhere a browser of the system is used. */
export const HAS_OWN_CHROMIUM = process.platform === 'linux' && process.arch === 'x64';

/**
 * Unpacks Chromium, its libraries, SwiftShader and fonts: about 210 MB in two seconds.
 * @param {string} folder the host's folder
 */
export async function unpackChromium(folder) {
  if (!HAS_OWN_CHROMIUM) {
    return;
  }
  const requireFromPackage = createRequire(join(folder, 'node_modules/@sparticuz/chromium/package.json'));
  const { extract } = requireFromPackage('tar-fs');
  const packed = join(folder, 'node_modules/@sparticuz/chromium/bin');
  const target = join(folder, CHROMIUM);
  mkdirSync(target);
  const unbrotli = (name, sink) => pipeline(createReadStream(join(packed, name)), createBrotliDecompress(), sink);
  await Promise.all([
    unbrotli('chromium.br', createWriteStream(join(target, 'chromium'), { mode: 0o755 })),
    ...Object.entries(ARCHIVES).map(([name, place]) => unbrotli(name, extract(join(target, place)))),
  ]);
}
