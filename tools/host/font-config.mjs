import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHROMIUM } from './chromium-archives.mjs';

/**
 * Names the host's fonts to Chromium. Without usable fonts the page loads, and then its process dies as soon as an editor
 * opens. Compared at each start because it holds absolute paths, which a moved checkout changes.
 * @param {string} host the host's folder
 * @returns {string} the file for FONTCONFIG_FILE
 */
export function fontConfigFile(host) {
  const cache = join(host, 'fontconfig-cache');
  const file = join(host, 'fonts.conf');
  const content = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(host, CHROMIUM, 'fonts')}</dir>
  <dir>${join(host, 'node_modules/dejavu-fonts-ttf/ttf')}</dir>
  <cachedir>${cache}</cachedir>
  ${prefer('monospace', ['DejaVu Sans Mono'])}
  ${prefer('sans-serif', ['Open Sans', 'DejaVu Sans'])}
</fontconfig>
`;
  if (existsSync(file) && readFileSync(file, 'utf8') === content) return file;
  mkdirSync(cache, { recursive: true });
  // Renamed: a browser that starts at this moment must not read half of it.
  writeFileSync(`${file}.${process.pid}`, content);
  renameSync(`${file}.${process.pid}`, file);
  return file;
}

function prefer(family, fonts) {
  const preferred = fonts.map((font) => `<family>${font}</family>`).join('');
  return `<alias binding="same"><family>${family}</family><prefer>${preferred}</prefer></alias>`;
}
