import { ensureHost } from '../setup-host.mjs';
import { runCheck } from './check.mjs';
import { runIntegration } from './integration.mjs';
import { runMocha } from './mocha.mjs';
import { runWithSecondAttempt } from './second-attempt.mjs';

/**
 * The parts of `npm test`, in order. Each gives its results; one that gives none counts as a failure.
 * `folder`: where its tests lie below test/; `needs`: what must be built first.
 * @type {Readonly<Record<string, { title: string, needs: readonly ('product' | 'tests')[], run: (options: { grep?: string }) => Promise<import('./results.mjs').Results> }>>}
 */
export const PARTS = {
  check: { title: 'Types, lint, format', needs: [], run: runCheck },
  unit: {
    title: 'Unit tests',
    needs: ['product', 'tests'],
    run: async ({ grep }) => {
      // The host has the software Vulkan driver of the WebGPU test. Where it cannot be had that test says that it skips,
      // and the parts that need a VS Code say why.
      await ensureHost().catch(() => undefined);
      return runMocha('unit', { grep });
    },
  },
  integration: { title: 'Integration tests in a real VS Code', needs: ['product', 'tests'], run: runIntegration },
  workbench: {
    title: 'Workbench tests in a real browser',
    needs: ['product', 'tests'],
    run: ({ grep }) => runMocha('workbench', { grep, attempts: runWithSecondAttempt }),
  },
};
