import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The folder where imported models lie: the person's own, the same for the editor and the command line, so that each
 * sees what the other imported. LANGSCOPE_MODELS says another one; else it is where the system keeps data of programs.
 */
export function modelsPlace(
  env: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  const own = env['LANGSCOPE_MODELS'];
  if (own !== undefined && own !== '') return own;
  const data: Partial<Record<NodeJS.Platform, string>> = {
    win32: env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'),
    darwin: join(home, 'Library', 'Application Support'),
  };
  const xdg = env['XDG_DATA_HOME'];
  // The specification has relative paths ignored.
  const unix = xdg?.startsWith('/') === true ? xdg : join(home, '.local', 'share');
  return join(data[platform] ?? unix, 'langscope', 'models');
}
