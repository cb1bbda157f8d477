import { timeLimit, TimeLimitConfig } from './time-limit';
import { refusal } from '../contract-error';
import { baseUrl, Field, Fields, optional, text } from '../fields';

/** Amazon SQS in one region. */
export interface SqsConnectionConfig extends TimeLimitConfig {
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

const region: Field<string> = {
  isText: true,
  read: (path, value) => {
    const given = text.read(path, value);
    if (!/^[a-z]+(-[a-z]+)+-\d+$/.test(given)) {
      throw refusal(path, given, 'a region such as "eu-central-1", and no zone of it', `correct ${path}`);
    }
    return given;
  },
};

export const sqsConnection: Fields<Omit<SqsConnectionConfig, 'type'>> = {
  region,
  endpoint: optional(baseUrl),
  accessKeyIdFile: optional(text),
  secretAccessKeyFile: optional(text),
  ...timeLimit,
};
