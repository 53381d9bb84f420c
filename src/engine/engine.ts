import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { CancellationToken } from 'vscode-jsonrpc';
import {
  fail,
  type ClientEvents,
  type EngineEvents,
  type InstalledModel,
  type LoadOptions,
  type RequestOf,
} from '../protocol';
import { PrefixCache } from './completion/prefix-cache';
import { listModels, nameOf } from './families/catalogue';
import type { LanguageModel } from './families/language-model';
import { loadModel } from './families/load-model';
import { readModelFolder } from './families/model-folder';
import { Inside } from './inside/inside';
import { ModelPool, type PooledModel } from './model-pool';
import { Scheduler } from './scheduler';
import { Seq2SeqModel } from './seq2seq/seq2seq-model';
import { ScoredDocument, type DocumentHost } from './scoring/scored-document';
import { openTokenizer } from './text/open-tokenizer';
import type { Tokenizer } from './text/tokenizer';

type ModelChoice = LoadOptions & { readonly model: string };

export type Emit = <K extends keyof EngineEvents>(kind: K, event: EngineEvents[K]) => void;

/** Models and documents of one client; knows nothing of how messages come and go. */
export class Engine implements DocumentHost {
  public readonly scheduler = new Scheduler();
  public readonly pool: ModelPool;
  public readonly restAfter = 1500;
  public readonly inside: Inside;
  public readonly completions = new PrefixCache();
  private readonly documents = new Map<string, ScoredDocument>();
  private modelFolders: readonly string[] = [];

  public constructor(
    private readonly bundledFolder: string,
    public readonly emit: Emit,
    /** Where models lie that were imported; absent: this engine imports none. */
    public readonly importedFolder?: string,
  ) {
    const isBusy = (model: PooledModel): boolean =>
      this.inside.isBusy(model) || [...this.documents.values()].some((known) => known.busyModel === model);
    this.inside = new Inside(this);
    this.pool = new ModelPool(isBusy, (folder, state, model) => {
      if (model) {
        this.inside.sessions.forget(model);
        this.completions.forget(model);
      }
      emit('model', { model: nameOf(folder), state });
    });
  }

  public async configure({ modelFolders, ...limits }: RequestOf<'configure'>): Promise<void> {
    this.modelFolders = modelFolders;
    await this.pool.configure(limits);
  }

  public models(): Promise<readonly InstalledModel[]> {
    const imported = this.importedFolder !== undefined && existsSync(this.importedFolder) ? [this.importedFolder] : [];
    return listModels([this.bundledFolder, ...imported, ...this.modelFolders]);
  }

  /** The tokenizer alone: tokens need no weights. */
  public async tokenizer(model: string): Promise<Tokenizer> {
    return openTokenizer((await readModelFolder(this.folderOf(model))).tokenizerFolder);
  }

  /** A bundled or imported model's name or the absolute path of a folder. */
  public folderOf(model: string): string {
    if (path.isAbsolute(model)) return path.normalize(model);
    const bundled = path.join(this.bundledFolder, model);
    if (this.importedFolder === undefined || existsSync(bundled)) return bundled;
    const imported = path.join(this.importedFolder, model);
    return existsSync(imported) ? imported : bundled;
  }

  public async bundledNames(): Promise<readonly string[]> {
    return readdir(this.bundledFolder).catch(() => []);
  }

  public async model(
    request: { readonly model: string; readonly options: LoadOptions },
    token: CancellationToken,
  ): Promise<LanguageModel> {
    return this.pool.get(loadModel, this.folderOf(request.model), request.options, token);
  }

  /** A model that writes one text from another. */
  public async seq2seq({ model, precision, provider }: ModelChoice, token: CancellationToken): Promise<Seq2SeqModel> {
    return this.pool.get(Seq2SeqModel.open, this.folderOf(model), { precision, provider }, token);
  }

  public open(request: RequestOf<'open'>): void {
    this.documents.get(request.uri)?.close();
    this.documents.set(request.uri, new ScoredDocument(request, this));
  }

  public change({ uri, version, edits }: ClientEvents['change']): void {
    this.documents.get(uri)?.change(version, edits);
  }

  public visible({ uri, span }: ClientEvents['visible']): void {
    this.documents.get(uri)?.show(span);
  }

  public close({ uri }: ClientEvents['close']): void {
    this.documents.get(uri)?.close();
    this.documents.delete(uri);
  }

  /** The document at that version; refuses when it is not open or has changed since. */
  public document(uri: string, version: number): ScoredDocument {
    const document = this.documents.get(uri);
    if (document === undefined)
      throw fail('document-unknown', 'This document is not being scored: run "Langscope: Score Document" first.');
    if (document.version !== version) throw fail('cancelled', 'The document has changed since.');
    return document;
  }
}
