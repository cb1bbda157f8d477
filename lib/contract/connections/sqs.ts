import { baseUrl, Fields, optional, text } from '../fields';

/** Amazon SQS in one region. */
export interface SqsConnectionConfig {
  readonly type: 'sqs';
  /** AWS region, such as `eu-central-1`. */
  readonly region: string;
  /** URL of the service; that of the region if absent. */
  readonly endpoint?: string;
  /** File that holds the id of an access key; the pod's workload identity if absent. */
  readonly accessKeyIdFile?: string;
  /** File that holds the secret of that key. */
  readonly secretAccessKeyFile?: string;
}

export const sqsConnection: Fields<Omit<SqsConnectionConfig, 'type'>> = {
  region: text,
  endpoint: optional(baseUrl),
  accessKeyIdFile: optional(text),
  secretAccessKeyFile: optional(text),
};
