import { join } from 'node:path';
import { runFiles } from './run-files';

/**
 * What VS Code calls in its extension host (`extensionTestsPath`), in the browser's VS Code and on the desktop alike.
 * Rejects when a test fails: that is how VS Code learns of it.
 */
export async function run(): Promise<void> {
  const failures = await runFiles(join(__dirname, '../integration'), { color: false });
  if (failures > 0) throw new Error(`${failures} integration tests failed.`);
}
