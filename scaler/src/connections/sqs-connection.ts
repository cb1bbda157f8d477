import { readFileSync } from 'node:fs';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { overdue, timeoutOf } from './time-limit';
import { SqsConnectionConfig } from '../../../lib/contract';
import { Log } from '../log';

/** The library, as what runs requests gets it. */
export type Sqs = typeof import('@aws-sdk/client-sqs');

/** What an error means to whoever has to correct it, by its name. */
const WORDS: { readonly [name: string]: string } = {
  AccessDenied: 'access denied; allow sqs:GetQueueUrl and sqs:GetQueueAttributes on the queue',
  AccessDeniedException: 'access denied; allow sqs:GetQueueUrl and sqs:GetQueueAttributes on the queue',
};

/** What to do where AWS gives no credentials: to nobody, and to an identity that it does not believe. */
const NO_IDENTITY = 'give the ExternalScaler an identity of AWS, or the connection an accessKey';
const IDENTITY_REFUSED = 'check the role of the identity, whom it trusts, the token of the ServiceAccount, and that this pod reaches who gives the credentials';

/** There are no credentials to ask the service with. */
class SqsCredentialsError extends Error {}

/** What is wrong with one queue, while the service answers. */
export class SqsQueueError extends Error {}

/** Amazon SQS in one region. Each request stands alone, so there is nothing that could be lost but an answer. */
export class SqsConnection {
  private client?: SQSClient;
  private problem?: string;

  public constructor(private readonly name: string, private readonly config: SqsConnectionConfig, private readonly log: Log) {}

  /**
   * Runs requests, all within the time limit.
   *
   * @throws Error that names the connection and the service, and says what to check
   */
  public async run<T>(signal: AbortSignal, requests: (client: SQSClient, sqs: Sqs, abortSignal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- neither the bundle nor jest can load later by other means
      const sqs = require('@aws-sdk/client-sqs') as Sqs;
      const client = this.client ??= this.open(sqs);
      const inTime = AbortSignal.any([signal, AbortSignal.timeout(this.timeoutMs)]);
      await credentials(client, inTime); // kept by the client until they expire
      const result = await requests(client, sqs, inTime);
      this.note(undefined);
      return result;
    } catch (error) {
      const problem = wordsFor(error as Error, this.timeoutMs);
      this.note(concernsQueue(error as Error) ? undefined : problem);
      throw new Error(`${this.description}: ${problem}`);
    }
  }

  public close(): void {
    this.client?.destroy();
  }

  /** The connection and its service, for error messages. */
  public get description(): string {
    return `connection ${this.name}: SQS ${this.config.endpoint ?? this.config.region}`;
  }

  private get timeoutMs(): number {
    return timeoutOf(this.config);
  }

  private open({ SQSClient: Client }: Sqs): SQSClient {
    const { region, endpoint } = this.config;
    return new Client({
      region,
      endpoint,
      credentials: this.accessKey(),
      maxAttempts: 1, // the next reading is the next attempt
      useQueueUrlAsEndpoint: false, // an answer of the service must not point this process elsewhere
      requestHandler: { connectionTimeout: this.timeoutMs, requestTimeout: this.timeoutMs },
    });
  }

  /** Reads the files for each request, since the key may be exchanged; nothing leaves it to the pod's workload identity. */
  private accessKey(): (() => Promise<{ accessKeyId: string; secretAccessKey: string; expiration: Date }>) | undefined {
    const { accessKeyIdFile, secretAccessKeyFile } = this.config;
    if (accessKeyIdFile === undefined || secretAccessKeyFile === undefined) {
      return undefined;
    }
    return async () => ({
      accessKeyId: readFileSync(accessKeyIdFile, 'utf8').trim(),
      secretAccessKey: readFileSync(secretAccessKeyFile, 'utf8').trim(),
      expiration: new Date(), // asked for again with the next request
    });
  }

  private note(problem: string | undefined): void {
    if (problem !== undefined && this.problem === undefined) {
      this.log('error', 'requests fail', { connection: this.name, service: this.config.endpoint ?? this.config.region, problem });
    } else if (problem === undefined && this.problem !== undefined) {
      this.log('info', 'requests succeed again', { connection: this.name, service: this.config.endpoint ?? this.config.region });
    }
    this.problem = problem;
  }
}

/** Gets the credentials as a step of its own, so that what fails there is not taken for an answer of SQS. */
async function credentials({ config }: SQSClient, signal: AbortSignal): Promise<void> {
  try {
    await Promise.race([config.credentials(), rejectedOnAbort(signal)]);
  } catch (error) {
    const { name, message } = error as Error;
    throw new SqsCredentialsError(`no credentials: ${message}; ${name === 'CredentialsProviderError' ? NO_IDENTITY : IDENTITY_REFUSED}`);
  }
}

function rejectedOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('who gives them gave none in time')), { once: true }));
}

function concernsQueue(error: Error): boolean {
  return error instanceof SqsQueueError || error.name.startsWith('AccessDenied');
}

function wordsFor(error: Error & { readonly code?: string }, timeoutMs: number): string {
  if (error instanceof SqsQueueError || error instanceof SqsCredentialsError) {
    return error.message;
  }
  if (error.name === 'AbortError' || error.name === 'TimeoutError') {
    return overdue(timeoutMs, 'the region, the endpoint and the network to it');
  }
  return WORDS[error.name] ?? `${error.message || error.code || error.name}; check that it can be reached from this pod, and its credentials`;
}
