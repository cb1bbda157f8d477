/** A scaler, and what may be done to it. */
export interface ConformanceOptions {
  /** Where it listens: `host:port`, or another target of gRPC. */
  readonly address: string;
  /** The metadata of a trigger that it accepts, as in `triggers[].metadata`. */
  readonly metadata: { readonly [key: string]: string };
  /** @default conformance */
  readonly name?: string;
  /** @default default */
  readonly namespace?: string;
  /** @default - plain text */
  readonly tls?: TlsFiles;
  /**
   * The scaler says that it is active while its value is above this.
   *
   * @default 0
   */
  readonly activationThreshold?: number;
  /**
   * Whether triggers are of type `external-push`: its streams are checked too.
   *
   * @default false
   */
  readonly push?: boolean;
  /** @default - the rules about changes of the value are not checked */
  readonly work?: Work;
  /** @default - the rules about faults are not checked */
  readonly backend?: Backend;
  /**
   * Restarts the scaler as a rollout does: SIGTERM, then a new one at the same address. It may return before that listens.
   *
   * @default - the rules about restarts are not checked
   */
  readonly restart?: () => Promise<void>;
  /**
   * Keys that make the metadata wrong, in addition to `metadata` or in place of its own.
   *
   * @default - refusals are not checked
   */
  readonly invalidMetadata?: { readonly [key: string]: string };
  /** @default CONFORMANCE_TIMES */
  readonly times?: Partial<ConformanceTimes>;
}

/** What a client of TLS needs, PEM. */
export interface TlsFiles {
  /** @default - the authorities that Node trusts */
  readonly authority?: Buffer;
  /** Given together with `key`, or not at all. */
  readonly certificate?: Buffer;
  readonly key?: Buffer;
}

/** The work that the scaler reports on. Nothing else changes it meanwhile. */
export interface Work {
  /** Adds so much that the scaler has to be active, one job by default. */
  enqueue(): Promise<void>;
  /** Takes all of it away: the value is 0 then. */
  drain(): Promise<void>;
}

/** Where the scaler reads its values: a broker, a database, an API. */
export interface Backend {
  /** Takes it away: ends it, or better hangs it, for example with SIGSTOP. */
  break(): Promise<void>;
  /** Brings it back. */
  mend(): Promise<void>;
}

/** How long the rules wait. */
export interface ConformanceTimes {
  /** The longest that a call may take. KEDA has no deadline for it. */
  readonly deadlineMs: number;
  /** When a call is given up. Before that, a late answer still is one, for all rules but those about the deadline. */
  readonly patienceMs: number;
  /** How soon a stream tells the state after it was opened. */
  readonly openMs: number;
  /** How soon a change of the work is in the answers, and on a stream. */
  readonly changeMs: number;
  /** How long a connection or a stream is left alone. */
  readonly quietMs: number;
  /** How long answers are looked at while the backend is away; a last reading may be given for this long. */
  readonly faultMs: number;
  /** How soon answers are back after the backend or the scaler is. */
  readonly recoveryMs: number;
}

export const CONFORMANCE_TIMES: ConformanceTimes = {
  deadlineMs: 2000, patienceMs: 5000, openMs: 1000, changeMs: 5000, quietMs: 5000, faultMs: 5000, recoveryMs: 30_000,
};
