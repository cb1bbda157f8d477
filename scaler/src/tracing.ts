import type { Metadata, status } from '@grpc/grpc-js';
import type { Reading } from './sources/source';

/** What a reading is of. Names only, so that no address and no secret is in a trace. */
export interface ReadingSubject {
  /** The type of the source. */
  readonly type: string;
  /** The name of its connection; none for an embedded queue. */
  readonly connection?: string;
}

/** A reading of a source, as it is traced. */
export interface TracedReading {
  succeeded(reading: Reading): void;
  failed(error: Error): void;
}

/** What KEDA is told. */
export type Told = { readonly active: boolean } | { readonly target: number };

/** Work that is traced. */
export interface TracedWork {
  /** A reading is begun for it. */
  reading(subject: ReadingSubject): TracedReading;

  /** It waits for a reading that was begun for something else. */
  waitsFor(reading: TracedReading): void;

  /** A message of a stream is sent. */
  told(message: Told): void;

  /** It is over. */
  end(): void;
}

/** A call of KEDA's. A stream is one until the end of its first look; what comes later is `update`s of it, each of a trace of its own. */
export interface TracedCall extends TracedWork {
  /** It is about this object, `namespace/name`. */
  about(object: string): void;

  /** It is over, with this status. */
  answered(code: keyof typeof status): void;

  /** Later work of a stream. */
  update(): TracedWork;
}

/** Traces what the scaler does. Where nothing is to be traced there is none, and so neither calls nor readings of it. */
export interface Tracing {
  /** A call began. */
  call(method: string, metadata: Metadata): TracedCall;

  /** Sends what has not been sent, for as long as that may take at the end. */
  close(): Promise<void>;
}
