import { NodeLocalDirectory } from './node-local-directory';

/** A directory of the node, as a worker mounts it. */
export interface NodeLocalMount {
  /** Name of the volume. */
  readonly name: string;
  readonly directory: NodeLocalDirectory;
  readonly readOnly: boolean;
  /** What of it stands where; all of it at its `mountPath` if absent. */
  readonly parts?: readonly NodeLocalPart[];
}

/** A folder of a directory of the node. */
export interface NodeLocalPart {
  /** Absolute path in the container. */
  readonly mountPath: string;
  /** Path below the directory. */
  readonly subPath: string;
}
