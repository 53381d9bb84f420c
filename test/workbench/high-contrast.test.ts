import assert from 'node:assert/strict';
import { type Workbench, openTestWorkbench } from '../run/workbench';
import { fills, openDocumentView, underlines } from './document-page';
import { eventually } from './eventually';

for (const theme of ['Default High Contrast', 'Default High Contrast Light']) {
  describe(theme, function () {
    this.timeout(180_000);
    let workbench: Workbench;

    before(async () => {
      workbench = await openTestWorkbench('prose.md', { 'workbench.colorTheme': theme });
      await workbench.status(/ppl/);
    });

    after(() => workbench.close());

    it('underlines surprise in growing strength and fills nothing', async () => {
      const { page } = workbench;
      const lines = await eventually('underlines', async () => {
        const found = await underlines(page);
        return found.length >= 3 && found;
      });
      assert.ok(new Set(lines.map((line) => line.split(' ')[0])).size >= 2, lines.join(', '));
      assert.deepEqual(await fills(page), []);
    });

    it('draws the legend of the side bar as underlines too', async () => {
      const view = await openDocumentView(workbench.page);
      const legend = view.locator('langscope-colour-legend .fill');
      await legend.first().waitFor({ state: 'attached' });
      const looks = await view.evaluate<readonly string[]>(`[
        ...document.querySelector('langscope-document').shadowRoot
          .querySelector('langscope-colour-legend').shadowRoot.querySelectorAll('.fill'),
      ].map((part) => getComputedStyle(part)).map((style) => style.backgroundColor + ' ' + style.borderBottomStyle)`);
      assert.equal(looks.length, 8);
      assert.ok(
        looks.every((look) => look.startsWith('rgba(0, 0, 0, 0)')),
        looks.join(', '),
      );
      assert.ok(looks.some((look) => look.endsWith('dotted')) && looks.some((look) => look.endsWith('solid')));
    });
  });
}
