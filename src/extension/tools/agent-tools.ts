import * as vscode from 'vscode';
import { fail } from '../../protocol';
import type { Engine } from '../engine';
import type { Settings } from '../settings';
import { looksBinary } from '../text-kind';
import { scoredText, type ScoredText } from './scored-text';
import { type ToolAnswer, compareAnswer, scoreAnswer, surprisingAnswer } from './tool-answers';
import { type TextInput, checkedText, compareInput, scoreInput, surprisingInput } from './tool-input';

type Score = (text: string, surprising: number, model: string | undefined) => Promise<ScoredText>;

/** What each tool of package.json does with its input. */
const tools: Readonly<Record<string, (input: unknown, score: Score) => Promise<ToolAnswer>>> = {
  langscope_score: async (input, score) => {
    const { text, model } = scoreInput(input);
    return scoreAnswer(await score(text, 0, model));
  },
  langscope_surprising: async (input, score) => {
    const { source, count, model } = surprisingInput(input);
    const name = 'file' in source ? source.file : undefined;
    return surprisingAnswer(await score(await textOf(source), count, model), name);
  },
  langscope_compare: async (input, score) => {
    const { first, second, model } = compareInput(input);
    return compareAnswer(await score(first, 0, model), await score(second, 0, model));
  },
};

export const toolNames = Object.keys(tools);

/** The text of a file of the workspace, as its editor has it. */
async function textOf(source: TextInput): Promise<string> {
  if ('text' in source) return source.text;
  const folders = vscode.workspace.workspaceFolders ?? [];
  for (const { uri } of folders) {
    const file = vscode.Uri.joinPath(uri, source.file);
    // A path must not lead out of the workspace.
    if (!file.path.startsWith(`${uri.path.replace(/\/$/, '')}/`)) continue;
    const found = await vscode.workspace.fs.stat(file).then(
      () => true,
      () => false,
    );
    if (!found) continue;
    const text = (await vscode.workspace.openTextDocument(file)).getText();
    if (looksBinary(text)) throw fail('document-binary', `${source.file} looks binary; there is no text to score.`);
    return checkedText(text, source.file);
  }
  throw fail(
    'file-unreadable',
    `There is no file ${source.file} in the workspace. Give its path from the workspace's root.`,
  );
}

/** The tools for agents: score a text, what surprises most, compare two texts. Nothing where VS Code has no tools. */
export function registerTools(engine: Engine, settings: Settings): readonly vscode.Disposable[] {
  const lm: Partial<typeof vscode.lm> = vscode.lm;
  const { registerTool } = lm;
  if (registerTool === undefined) return [];
  return Object.entries(tools).map(([name, work]) =>
    registerTool<unknown>(name, {
      prepareInvocation: () => ({ invocationMessage: vscode.l10n.t('Scoring with a language model on this machine') }),
      invoke: async ({ input }, token) => {
        const { model: chosen, precision, provider } = settings.values;
        const score: Score = (text, surprising, model = chosen) =>
          scoredText(engine, { text, model, load: { precision, provider }, surprising }, token);
        const { text, json } = await work(input, score);
        return new vscode.LanguageModelToolResult([
          new vscode.LanguageModelTextPart(text),
          new vscode.LanguageModelTextPart(JSON.stringify(json)),
        ]);
      },
    }),
  );
}
