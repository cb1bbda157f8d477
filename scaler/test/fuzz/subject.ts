import { ServiceError, status } from '@grpc/grpc-js';
import { PATIENCE_MS } from './raw-client';
import { ExternalScalerClient, Poll } from '../../../conformance/src/keda/external-scaler-client';
import { Stream } from '../../../conformance/src/keda/stream';
import { RedisProcess } from '../../../rehearsal/src/run/redis-process';
import { asShipped } from '../../../scripts/image/as-shipped';
import { IsActiveResponse } from '../../src/external-scaler-proto';
import { ScalerProcess } from '../../src/scaler-process';
import { redisConfig, redisStream, ref } from '../support';

const JOBS = 3;

/** What every other caller gets, whatever one of them sends. */
const RIGHT: Poll = { target: 5, value: JOBS, active: true };

/** What the process needs. */
export interface Usage {
  readonly residentMib: number;
  readonly files: number;
  readonly streams: number;
}

/** The scaler as its image runs it, with a Redis that has jobs, and a caller who is not to notice anything of what others send. */
export class Subject {
  public static async start(): Promise<Subject> {
    const redis = await RedisProcess.start();
    const client = redis.client();
    for (let job = 0; job < JOBS; job++) {
      await client.xadd('jobs', '*', 'job', String(job));
    }
    client.disconnect();
    return new Subject(redis, await ScalerProcess.start(redisConfig(redis.port), { program: asShipped('scaler.cjs') }));
  }

  private readonly keda: ExternalScalerClient;
  private readonly open: Stream<IsActiveResponse>;
  private readonly object = ref(redisStream('jobs'));

  private constructor(private readonly redis: RedisProcess, private readonly scaler: ScalerProcess) {
    this.keda = new ExternalScalerClient(scaler.grpcAddress, { ownConnection: true, patienceMs: PATIENCE_MS });
    this.open = new Stream(this.keda.streamIsActive(this.object));
  }

  public get address(): string {
    return this.scaler.grpcAddress;
  }

  /**
   * Waits until the caller gets what it should. On a busy machine Redis may be late, which it is told as it is.
   *
   * @throws Error if it gets something else, or nothing in time
   */
  public async check(): Promise<void> {
    const until = performance.now() + PATIENCE_MS;
    let poll: Poll | undefined;
    while (poll === undefined) {
      poll = await this.keda.poll(this.object).catch((error: ServiceError) => {
        if (error.code !== status.UNAVAILABLE || !error.details.startsWith('connection jobs: ') || performance.now() > until) {
          throw error;
        }
        return undefined;
      });
    }
    if (JSON.stringify(poll) !== JSON.stringify(RIGHT)) {
      throw new Error(`another caller got ${JSON.stringify(poll)}, expected ${JSON.stringify(RIGHT)}`);
    }
    if (this.open.received.some(({ value }) => !value.result) || (this.open.ended !== undefined && this.open.ended !== 'OK')) {
      throw new Error(`the stream of another caller got ${JSON.stringify(this.open.received)} and ended with ${String(this.open.ended)}`);
    }
  }

  public async usage(): Promise<Usage> {
    const text = await (await fetch(`http://${this.scaler.healthAddress}/metrics`)).text();
    const of = (metric: string) => Number(new RegExp(`^${metric} (\\S+)`, 'm').exec(text)![1]);
    return { residentMib: of('process_resident_memory_bytes') / 2 ** 20, files: of('process_open_fds'), streams: of('gpu_scaler_open_streams') };
  }

  /** @returns the exit code of the scaler; nothing if a signal has ended it */
  public async stop(): Promise<number | null> {
    this.keda.close();
    const code = await this.scaler.stop();
    await this.redis.stop();
    return code;
  }
}
