import { ConnectionOptions } from './connection-options';
import { SecretKey } from '../secret-key';

/** An access key of AWS. */
export interface AwsAccessKey {
  /** The id of the key; the key `access-key-id` of its Secret unless it says otherwise. */
  readonly id: SecretKey;
  /** The secret of the key; the key `secret-access-key` of its Secret unless it says otherwise. */
  readonly secret: SecretKey;
}

/** Options of `Connection.sqs`. */
export interface SqsConnectionOptions extends ConnectionOptions {
  /** AWS region, such as `eu-central-1`. */
  readonly region: string;

  /**
   * URL of the service, for a VPC endpoint or an emulator. Over `http` requests are signed, but anybody on the way can read and change the answers.
   *
   * @default - that of the region
   */
  readonly endpoint?: string;

  /**
   * An access key that lives in a Secret. It needs `sqs:GetQueueUrl` and `sqs:GetQueueAttributes` on the queues, and no more.
   *
   * @default - the workload identity of the scaler's pods
   * @see `ExternalScalerProps.identity`
   */
  readonly accessKey?: AwsAccessKey;
}
