import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';

/** Milliseconds that a process is given to end by itself before it is killed. */
const grace = 2000;
/** Lines of output that are kept to explain a death. */
const kept = 20;

export interface EngineProcessListener {
  readonly line: (line: string) => void;
  /** Called once; `reason` says how the process ended: 'killed by SIGKILL', 'exit code 1: last line of its output'. */
  readonly ended: (reason: string) => void;
}

/**
 * One life of the engine: a forked Node process with a JSON-RPC connection over the fork's channel. Advanced
 * serialization moves typed arrays as they are.
 */
export class EngineProcess {
  public readonly connection: MessageConnection;
  public readonly started = performance.now();
  private readonly child: ChildProcess;
  private readonly lines: string[] = [];
  private over = false;

  public constructor(path: string, env: Readonly<Record<string, string>>, listener: EngineProcessListener) {
    this.child = fork(path, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // The debugger of the parent must not be inherited: its port is taken.
      execArgv: [],
      env: { ...process.env, ...(process.versions['electron'] !== undefined && { ELECTRON_RUN_AS_NODE: '1' }), ...env },
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        this.lines.push(line);
        if (this.lines.length > kept) this.lines.shift();
        listener.line(line);
      });
    }
    const end = (reason: string): void => {
      if (this.over) return;
      this.over = true;
      this.connection.dispose();
      listener.ended(reason);
    };
    this.connection = createMessageConnection(new IPCMessageReader(this.child), new IPCMessageWriter(this.child));
    this.connection.onError(([error]) => listener.line(`The channel to the engine: ${error.message}`));
    // Before there is a process an error is the end; later it is a message that could not be sent to a dying one.
    this.child.on('error', (error) => {
      if (this.child.pid === undefined) end(error.message);
      else listener.line(error.message);
    });
    // 'close' comes after the last line of output, which often says why; but a grandchild may keep the pipes open.
    this.child.once('exit', (code, signal) => {
      const timer = setTimeout(() => end(this.reason(code, signal)), 200);
      this.child.once('close', () => {
        clearTimeout(timer);
        end(this.reason(code, signal));
      });
    });
    this.connection.listen();
  }

  /** Ends the process: at once if it can be, killed after a grace period if it does not listen. */
  public kill(): void {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    if (this.child.connected) this.child.disconnect();
    this.child.kill();
    const timer = setTimeout(() => this.child.kill('SIGKILL'), grace).unref();
    this.child.once('exit', () => clearTimeout(timer));
  }

  private reason(code: number | null, signal: NodeJS.Signals | null): string {
    if (signal === 'SIGKILL') return 'killed by SIGKILL, perhaps for want of memory';
    if (signal !== null) return `killed by ${signal}`;
    const error = this.lines.findLast((line) => /^\w*(Error|error)\b|\bError: /.test(line)) ?? this.lines.at(-1);
    return error === undefined ? `exit code ${code}` : `exit code ${code}: ${error.trim()}`;
  }
}
