import { EventEmitter } from 'node:events';
import { readFileSync, unwatchFile, watchFile } from 'node:fs';
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
  private readonly changes = new EventEmitter().setMaxListeners(0);

  /**
   * @param file absent for no overrides
   * @throws ContractError if the file is wrong at the start
   */
  public constructor(private readonly file: string | undefined, private readonly log: Log) {
    if (file !== undefined) {
      this.targets = readTargets(file);
      watchFile(file, { interval: LOOK_EVERY_MS, persistent: false }, () => this.reload(file));
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
    if (this.file !== undefined) {
      unwatchFile(this.file);
    }
  }

  private reload(file: string): void {
    try {
      this.targets = readTargets(file);
      this.log('info', 'targets changed', { file, targets: Object.fromEntries(this.targets) });
      this.changes.emit('change');
    } catch (error) {
      this.log('error', 'targets not changed', { file, problem: (error as Error).message });
    }
  }
}

function readTargets(file: string): ReadonlyMap<string, number> {
  let targets: unknown;
  try {
    targets = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ContractError('targets', `targets file ${file}: ${(error as Error).message}; expected JSON such as {"namespace/name": 5}; correct it`);
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
