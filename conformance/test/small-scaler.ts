import { connect, createServer, Server as SocketServer, Socket } from 'net';
import { setTimeout as sleep } from 'timers/promises';
import {
  sendUnaryData, Server, ServerCredentials, ServerUnaryCall, ServerWritableStream, status, StatusObject, UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { EXTERNAL_SCALER_SERVICE, GetMetricSpecResponse, GetMetricsRequest, GetMetricsResponse, IsActiveResponse, ScaledObjectRef } from '../../scaler/src/external-scaler-proto';
import { ConformanceTimes } from '../src';

/** Short, so that a run of all rules takes seconds. */
export const TIMES: ConformanceTimes = {
  deadlineMs: 1000, patienceMs: 4000, openMs: 1000, changeMs: 1000, quietMs: 700, faultMs: 300, recoveryMs: 2000,
};

/** What a scaler can be wrong about, each in one way only. */
export type Defect =
  | 'no spec' | 'two specs' | 'name with a slash' | 'target that changes' | 'target below the least' | 'no value' | 'two values' | 'value of another name' | 'NaN'
  | 'float and integer differ' | 'inactive while busy' | 'no IsActive' | 'blind to work' | 'slow' | 'takes any metadata' | 'takes plain text' | 'takes any client'
  | 'forgets quiet connections' | 'silent at the open' | 'no edges' | 'ends streams early' | 'streams another target' | 'few streams'
  | 'ends streams with an error' | 'another name after a restart' | 'never recovers' | 'hangs without backend' | '0 without backend'
  | 'inactive without backend' | 'no spec without backend' | 'remembers every connection';

const METRIC = 'jobs';

/** Where a quiet connection is forgotten. */
const QUIET_MS = 0.6 * TIMES.quietMs;

/** More than all other rules open. */
const MOST_CONNECTIONS = 80;

/** The smallest scaler that keeps every rule, and can be made to break each. */
export class SmallScaler {
  public static async start(defect?: Defect, tls?: ServerCredentials): Promise<SmallScaler> {
    const scaler = new SmallScaler(defect, tls);
    await scaler.listen();
    return scaler;
  }

  public port = 0;
  public jobs = 0;
  public away = false;
  private server!: Server;
  private front?: SocketServer;
  private readonly streams = new Map<ServerWritableStream<ScaledObjectRef, IsActiveResponse>, NodeJS.Timeout | undefined>();
  private readonly heard = new Map<string, number>();
  private calls = 0;
  private restarts = 0;
  private faults = 0;

  private constructor(private readonly defect: Defect | undefined, private readonly tls: ServerCredentials | undefined) {}

  public enqueue(): void {
    this.jobs++;
    if (this.defect !== 'no edges' && this.jobs === 1) {
      this.streams.forEach((_, stream) => stream.write({ result: true }));
    }
  }

  public drain(): void {
    this.jobs = 0;
  }

  public break(): void {
    this.away = true;
    this.faults++;
  }

  public mend(): void {
    this.away = false;
  }

  public async restart(): Promise<void> {
    await this.stop();
    this.restarts++;
    await this.listen();
  }

  public async stop(): Promise<void> {
    this.streams.forEach((timer, stream) => {
      clearTimeout(timer);
      if (this.defect === 'ends streams with an error') {
        stream.emit('error', { code: status.UNAVAILABLE, details: 'going away' });
      } else {
        stream.end();
      }
    });
    this.streams.clear();
    this.front?.close();
    await new Promise((resolve) => this.server.tryShutdown(resolve));
  }

  private async listen(): Promise<void> {
    this.server = new Server(this.defect === 'few streams' ? { 'grpc.max_concurrent_streams': 100 } : {});
    this.server.addService(EXTERNAL_SCALER_SERVICE, this.service());
    if (this.defect === 'takes plain text') {
      const [tls, plain] = [await this.bind(0, this.tls!), await this.bind(0, ServerCredentials.createInsecure())];
      this.front = createServer({ noDelay: true }, (socket) => route(socket, tls, plain));
      this.port = await new Promise((resolve) => this.front!.listen(this.port, '127.0.0.1', () => resolve((this.front!.address() as { port: number }).port)));
    } else {
      this.port = await this.bind(this.port, this.tls ?? ServerCredentials.createInsecure());
    }
  }

  private bind(port: number, credentials: ServerCredentials): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.bindAsync(`127.0.0.1:${port}`, credentials, (error, bound) => (error === null ? resolve(bound) : reject(error)));
    });
  }

  private service(): UntypedServiceImplementation {
    return {
      GetMetricSpec: this.unary<ScaledObjectRef, GetMetricSpecResponse>((ref) => {
        this.check(ref);
        if (this.away && this.defect === 'no spec without backend') {
          throw unavailable();
        }
        this.calls++;
        return this.specs(this.defect === 'target that changes' ? 5 + this.calls % 2 : 5);
      }),
      GetMetrics: this.unary<GetMetricsRequest, GetMetricsResponse>(async ({ scaledObjectRef, metricName }) => {
        this.check(scaledObjectRef!);
        if (this.defect === 'slow' && !this.away && this.jobs === 0) {
          await sleep(1.3 * TIMES.deadlineMs);
        }
        return this.away && this.defect === '0 without backend' ? { metricValues: [{ metricName, metricValueFloat: 0 }] } : this.values(metricName, await this.read());
      }),
      IsActive: this.unary<ScaledObjectRef, IsActiveResponse>(async (ref) => {
        this.check(ref);
        if (this.defect === 'no IsActive') {
          throw { code: status.UNIMPLEMENTED, details: 'IsActive' };
        }
        return { result: this.away && this.defect === 'inactive without backend' ? false : this.active(await this.read()) };
      }),
      StreamIsActive: (stream: ServerWritableStream<ScaledObjectRef, IsActiveResponse>) => this.stream(stream),
      StreamMetricSpec: (stream: ServerWritableStream<ScaledObjectRef, GetMetricSpecResponse>) => {
        stream.write(this.specs(this.defect === 'streams another target' ? 7 : 5));
      },
    };
  }

  private unary<Request, Answer>(answer: (request: Request) => Answer | Promise<Answer>) {
    return async (call: ServerUnaryCall<Request, Answer>, callback: sendUnaryData<Answer>) => {
      const now = performance.now();
      const before = this.heard.get(call.getPeer());
      this.heard.set(call.getPeer(), now);
      if (this.defect === 'forgets quiet connections' && before !== undefined && now - before > QUIET_MS) {
        return; // for ever
      }
      if (this.defect === 'remembers every connection' && this.heard.size > MOST_CONNECTIONS) {
        return callback({ code: status.RESOURCE_EXHAUSTED, details: 'too many connections' });
      }
      try {
        callback(null, await answer(call.request));
      } catch (error) {
        callback(error as StatusObject);
      }
    };
  }

  private stream(stream: ServerWritableStream<ScaledObjectRef, IsActiveResponse>): void {
    const end = () => {
      stream.end();
      this.streams.delete(stream);
    };
    this.streams.set(stream, this.defect === 'ends streams early' ? setTimeout(end, QUIET_MS) : undefined);
    stream.on('cancelled', () => {
      clearTimeout(this.streams.get(stream));
      this.streams.delete(stream);
    });
    if (this.defect !== 'silent at the open') {
      stream.write({ result: this.active(this.jobs) });
    }
  }

  private check({ scalerMetadata }: ScaledObjectRef): void {
    if (this.defect !== 'takes any metadata' && scalerMetadata.queue !== 'jobs') {
      throw { code: status.INVALID_ARGUMENT, details: `queue: got ${JSON.stringify(scalerMetadata.queue)}; expected "jobs"` };
    }
  }

  private async read(): Promise<number> {
    if (this.away && this.defect === 'hangs without backend') {
      await sleep(1.3 * TIMES.deadlineMs);
    }
    if (this.away || (this.faults > 0 && this.defect === 'never recovers')) {
      throw unavailable();
    }
    return this.defect === 'blind to work' ? 0 : this.jobs;
  }

  private active(jobs: number): boolean {
    return this.defect === 'inactive while busy' ? false : jobs > 0;
  }

  private specs(targetSizeFloat: number): GetMetricSpecResponse {
    const metricName = this.defect === 'name with a slash' ? 'jobs/waiting' : this.defect === 'another name after a restart' ? `${METRIC}-${this.restarts}` : METRIC;
    const spec = { metricName, targetSizeFloat: this.defect === 'target below the least' ? 0.0004 : targetSizeFloat };
    return { metricSpecs: this.defect === 'no spec' ? [] : this.defect === 'two specs' ? [spec, { ...spec, metricName: 'age' }] : [spec] };
  }

  private values(asked: string, jobs: number): GetMetricsResponse {
    const value = {
      metricName: this.defect === 'value of another name' ? 'age' : asked,
      metricValueFloat: this.defect === 'NaN' && jobs > 0 ? NaN : jobs,
      metricValue: this.defect === 'float and integer differ' && jobs > 0 ? jobs + 3 : undefined,
    };
    return { metricValues: this.defect === 'no value' ? [] : this.defect === 'two values' ? [value, value] : [value] };
  }
}

function unavailable(): Partial<StatusObject> {
  return { code: status.UNAVAILABLE, details: 'the backend cannot be read' };
}

/** The first byte tells TLS from plain text. */
function route(socket: Socket, tls: number, plain: number): void {
  socket.on('error', () => undefined).once('data', (first) => {
    const inner = connect({ port: first[0] === 0x16 ? tls : plain, host: '127.0.0.1', noDelay: true }).on('error', () => undefined).on('close', () => socket.destroy());
    socket.on('close', () => inner.destroy());
    inner.write(first);
    socket.pipe(inner).pipe(socket);
  });
}
