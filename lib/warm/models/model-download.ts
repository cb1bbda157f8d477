import { Size } from 'cdk8s';
import { EnvValue } from 'cdk8s-plus-28';

/**
 * A container of yours that puts models into the nodes' directory, such as `huggingface-cli download`. It runs on each node when the node
 * joins and when the DaemonSet changes, so it has to do little when the models are there; as root without any capability, to whom the
 * directory belongs. Workers are other users: everybody has to be able to read what it writes.
 */
export interface ModelDownload {
  /** The image. */
  readonly image: string;

  /**
   * Entry point.
   *
   * @default - the image's
   */
  readonly command?: string[];

  /**
   * Arguments.
   *
   * @default - the image's
   */
  readonly args?: string[];

  /**
   * Environment variables.
   *
   * @default - none
   */
  readonly env?: { [name: string]: EnvValue };

  /**
   * Memory request and limit. The node keeps the request free of workers for as long as it lives.
   *
   * @default Size.gibibytes(1)
   */
  readonly memory?: Size;
}
