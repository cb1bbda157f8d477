import { SourceKind } from './source-kind';
import { text } from '../fields';

/** A queue inside the scaler's own process: for trying things out, gone when the scaler restarts. */
export interface MemorySourceMetadata {
  readonly type: 'memory';
  /** Name of the embedded queue. */
  readonly queue: string;
}

export const memory: SourceKind<MemorySourceMetadata> = {
  fields: { queue: text },
};
