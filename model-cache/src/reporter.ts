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

  /** The GPU's model, as the node's labels have it; nothing if they do not. */
  gpuModel(): Promise<string | undefined>;

  /** Ends it. */
  stop(): Promise<void>;
}

/** Tells nobody, and knows nothing of the node. */
export const SILENT_REPORTER: Reporter = {
  report: () => undefined,
  podUids: async () => undefined,
  gpuModel: async () => undefined,
  stop: async () => undefined,
};
