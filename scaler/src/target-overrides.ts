import { Log } from './log';
import { WatchedFile } from './watched-file';
import { ContractError, refusal } from '../../lib/contract';

/** Smaller targets become 0 on their way to the HPA. */
const SMALLEST_TARGET = 0.001;

/**
 * Targets that replace those of the triggers while the scaler runs: a file of `{"namespace/name": jobsPerReplica}`.
 *
 * KEDA learns of a change by StreamMetricSpec, without an apply.
 */
export class TargetOverrides {
  private readonly file?: WatchedFile<ReadonlyMap<string, number>>;

  /**
   * @param file absent for no overrides
   * @throws Error if the file is away or wrong at the start
   */
  public constructor(file: string | undefined, log: Log) {
    if (file !== undefined) {
      this.file = new WatchedFile({ file, what: 'targets', parse: (text) => parseTargets(file, text), log });
    }
  }

  /** The target of an object, if it is overridden. */
  public of(object: string): number | undefined {
    return this.file?.value.get(object);
  }

  /** Calls back when the file has changed; returns a function that ends it. */
  public watch(onChange: () => void): () => void {
    return this.file?.watch(onChange) ?? (() => undefined);
  }

  public close(): void {
    this.file?.close();
  }
}

function parseTargets(file: string, text: string): ReadonlyMap<string, number> {
  let targets: unknown;
  try {
    targets = JSON.parse(text);
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
