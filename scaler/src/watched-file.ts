import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { Log } from './log';

const LOOK_EVERY_MS = 500;

/** What a file is, and how it is understood. */
export interface WatchedFileOptions<T> {
  readonly file: string;
  /** What it holds, for the log: `targets`. */
  readonly what: string;
  /** @throws Error if the text is wrong */
  readonly parse: (text: string) => T;
  readonly log: Log;
}

/** A file that is taken up again whenever it changes. While it is wrong or away, what was good last stays, and the log says so once. */
export class WatchedFile<T> {
  /** What it holds. */
  public value: T;
  /** What the file held when it was last read. */
  private seen: string;
  /** Why the file is not used now. */
  private problem?: string;
  private readonly timer: NodeJS.Timeout;
  private readonly changes = new EventEmitter().setMaxListeners(0);

  /**
   * @throws Error if it is away or wrong at the start
   */
  public constructor(private readonly options: WatchedFileOptions<T>) {
    this.seen = this.read();
    this.value = options.parse(this.seen);
    // What it holds is compared, not when it was written: a change just after the start must not be taken for the beginning.
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS).unref();
  }

  /** Calls back when it holds something else; returns a function that ends it. */
  public watch(onChange: () => void): () => void {
    this.changes.on('change', onChange);
    return () => this.changes.off('change', onChange);
  }

  public close(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    const { file, what, parse, log } = this.options;
    try {
      const text = this.read();
      if (text === this.seen) {
        this.problem = undefined;
        return;
      }
      this.seen = text;
      this.value = parse(text);
    } catch (error) {
      const { message } = error as Error;
      if (message !== this.problem) {
        this.problem = message; // once, not at every look
        log('error', `${what} not changed`, { file, problem: message });
      }
      return;
    }
    this.problem = undefined;
    log('info', `${what} changed`, { file });
    this.changes.emit('change');
  }

  private read(): string {
    const { file, what } = this.options;
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      throw new Error(`${what} file ${file}: ${(error as Error).message}; correct the path, or put the file there`);
    }
  }
}
