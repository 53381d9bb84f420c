/** Whatever is opened and has to be closed: VS Code's disposables, those of the engine's client, and our own. */
export interface Disposes {
  dispose(): unknown;
}
