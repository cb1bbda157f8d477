import { ModelStage } from '../../lib/contract/model-cache';

/** How far one model is. */
export interface ModelStatus {
  readonly name: string;
  /** Its name and the digest of its source, as `modelVersion` has it. */
  readonly version: string;
  readonly stage: ModelStage;
  /** What is going on, or what is wrong and what to do about it. */
  readonly message: string;
}

/** Whom the agent tells how far its models are, and asks about the node. */
export interface Reporter {
  /**
   * Takes in how far the declared models are: all of them, in order of priority, whenever one has changed. Returns at once and never throws;
   * what it does about it, it tries again until it has succeeded or has been told something newer.
   */
  report(models: readonly ModelStatus[]): void;

  /** The uids of the pods on the node; nothing while they are not known. */
  podUids(): Promise<ReadonlySet<string> | undefined>;

  /** What the node's labels call its GPU, the label that is there first first; none if they do not, or are not known. */
  gpuModels(): Promise<readonly string[]>;

  /** Ends it. */
  stop(): Promise<void>;
}

/** Tells nobody, and knows nothing of the node. */
export const SILENT_REPORTER: Reporter = {
  report: () => undefined,
  podUids: async () => undefined,
  gpuModels: async () => [],
  stop: async () => undefined,
};
