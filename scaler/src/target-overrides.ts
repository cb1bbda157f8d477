import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { Log } from './log';
import { ContractError, refusal } from '../../lib/contract';

const LOOK_EVERY_MS = 500;

/** Smaller targets become 0 on their way to the HPA. */
const SMALLEST_TARGET = 0.001;

/**
 * Targets that replace those of the triggers while the scaler runs: a file of `{"namespace/name": jobsPerReplica}`.
 *
 * KEDA learns of a change by StreamMetricSpec, without an apply. A wrong file is logged and the last good one stays.
 */
export class TargetOverrides {
  private targets: ReadonlyMap<string, number> = new Map();
  /** What the file held when it was last read. */
  private seen = '';
  /** Why the file is not used now. */
  private problem?: string;
  private readonly timer?: NodeJS.Timeout;
  private readonly changes = new EventEmitter().setMaxListeners(0);

  /**
   * @param file absent for no overrides
   * @throws ContractError if the file is wrong at the start
   */
  public constructor(file: string | undefined, private readonly log: Log) {
    if (file !== undefined) {
      this.seen = read(file);
      this.targets = parseTargets(file, this.seen);
      // What it holds is compared, not when it was written: a change just after the start must not be taken for the beginning.
      this.timer = setInterval(() => this.look(file), LOOK_EVERY_MS).unref();
    }
  }

  /** The target of an object, if it is overridden. */
  public of(object: string): number | undefined {
    return this.targets.get(object);
  }

  /** Calls back when the file has changed; returns a function that ends it. */
  public watch(onChange: () => void): () => void {
    this.changes.on('change', onChange);
    return () => this.changes.off('change', onChange);
  }

  public close(): void {
    clearInterval(this.timer);
  }

  private look(file: string): void {
    try {
      const text = read(file);
      if (text === this.seen) {
        this.problem = undefined;
        return;
      }
      this.seen = text;
      this.targets = parseTargets(file, text);
    } catch (error) {
      const { message } = error as Error;
      if (message !== this.problem) {
        this.problem = message; // once, not at every look
        this.log('error', 'targets not changed', { file, problem: message });
      }
      return;
    }
    this.problem = undefined;
    this.log('info', 'targets changed', { file, targets: Object.fromEntries(this.targets) });
    this.changes.emit('change');
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw wrongFile(file, error as Error);
  }
}

function parseTargets(file: string, text: string): ReadonlyMap<string, number> {
  let targets: unknown;
  try {
    targets = JSON.parse(text);
  } catch (error) {
    throw wrongFile(file, error as Error);
  }
  if (typeof targets !== 'object' || targets === null || Array.isArray(targets)) {
    throw refusal('targets', targets, 'an object such as {"namespace/name": 5}', `correct ${file}`);
  }
  return new Map(Object.entries(targets).map(([object, target]) => {
    if (typeof target !== 'number' || !Number.isFinite(target) || target < SMALLEST_TARGET) {
      throw refusal(`targets.${object}`, target, `a number of at least ${SMALLEST_TARGET}`, `correct ${file}`);
    }
    return [object, target];
  }));
}

function wrongFile(file: string, { message }: Error): ContractError {
  return new ContractError('targets', `targets file ${file}: ${message}; expected JSON such as {"namespace/name": 5}; correct it`);
}
