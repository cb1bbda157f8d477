import { setTimeout as sleep } from 'node:timers/promises';
import { ChannelCredentials, credentials } from '@grpc/grpc-js';
import { Blocked } from './finding';
import { ExternalScalerClient } from './keda/external-scaler-client';
import { readValue } from './keda/numbers';
import { Stream } from './keda/stream';
import { Timed, timed } from './keda/timed';
import { CONFORMANCE_TIMES, ConformanceOptions, ConformanceTimes } from './options';
import { problem, shown } from './shown';
import { GetMetricsResponse, IsActiveResponse, MetricSpec, MetricValue, ScaledObjectRef } from '../../scaler/src/external-scaler-proto';

/** How often something is looked at that is waited for. */
const LOOK_MS = 50;

/** What a rule works with: KEDA's client, and what the user lets it do to the scaler. Whatever it does is undone by `leave`. */
export class Context {
  /** What KEDA sends with each call. */
  public readonly ref: ScaledObjectRef;
  public readonly times: ConformanceTimes;
  public readonly activationThreshold: number;
  private readonly clients: ExternalScalerClient[] = [];
  private readonly streams: Stream<unknown>[] = [];
  private shared?: ExternalScalerClient;
  /** The backend is being taken away, or is away. */
  private broken?: Promise<void>;
  private worked = false;

  public constructor(private readonly options: ConformanceOptions) {
    const { address, metadata, name = 'conformance', namespace = 'default' } = options;
    this.ref = { name, namespace, scalerMetadata: { scalerAddress: address, ...metadata } };
    this.times = { ...CONFORMANCE_TIMES, ...options.times };
    this.activationThreshold = options.activationThreshold ?? 0;
  }

  // ---------------------------------------------------------------- calls

  /** The one connection of this rule. */
  public get keda(): ExternalScalerClient {
    return this.shared ??= this.connect();
  }

  /** A connection of its own. */
  public connect(channel: ChannelCredentials = this.channel()): ExternalScalerClient {
    const client = new ExternalScalerClient(this.options.address, { channel, ownConnection: true, patienceMs: this.times.patienceMs });
    this.clients.push(client);
    return client;
  }

  /** TLS as the user has it, but without the client certificate. */
  public withoutCertificate(): ChannelCredentials {
    return credentials.createSsl(this.options.tls!.authority ?? null);
  }

  /** The object with metadata that the scaler has to refuse. */
  public invalidRef(): ScaledObjectRef {
    return { ...this.ref, scalerMetadata: { ...this.ref.scalerMetadata, ...this.options.invalidMetadata } };
  }

  /** The first metric. */
  public async spec(client: ExternalScalerClient = this.keda): Promise<MetricSpec> {
    const { metricSpecs: [spec] } = await answered('GetMetricSpec', () => client.getMetricSpec(this.ref));
    if (spec === undefined) {
      throw new Blocked('GetMetricSpec gives no metric');
    }
    return spec;
  }

  public async values(client: ExternalScalerClient = this.keda): Promise<readonly MetricValue[]> {
    const { metricName } = await this.spec(client);
    return (await answered('GetMetrics', () => client.getMetrics({ scaledObjectRef: this.ref, metricName }))).metricValues;
  }

  /** The value as the HPA takes it: the sum. */
  public async value(): Promise<number> {
    const values = await this.values();
    if (values.length === 0 || values.some((value) => value.metricValueFloat < 0 || !Number.isFinite(value.metricValueFloat))) {
      throw new Blocked(`GetMetrics gives ${shown(values)}, which is no value`);
    }
    return values.reduce((sum, value) => sum + readValue(value), 0);
  }

  public async active(): Promise<boolean> {
    return (await answered('IsActive', () => this.keda.isActive(this.ref))).result;
  }

  /** GetMetrics and IsActive, as KEDA calls them at a poll, whatever they answer. The metric is known already. */
  public async look(metricName: string): Promise<{ readonly metrics: Timed<GetMetricsResponse>; readonly activity: Timed<IsActiveResponse> }> {
    const metrics = await timed(() => this.keda.getMetrics({ scaledObjectRef: this.ref, metricName }));
    return { metrics, activity: await timed(() => this.keda.isActive(this.ref)) };
  }

  // ---------------------------------------------------------------- streams

  /** StreamIsActive, of an object of this name. */
  public activation(name: string = this.ref.name): Stream<IsActiveResponse> {
    return this.note(new Stream(this.keda.streamIsActive({ ...this.ref, name })));
  }

  public specs(): Stream<{ readonly metricSpecs: readonly MetricSpec[] }> {
    return this.note(new Stream(this.keda.streamMetricSpec(this.ref)));
  }

  /** Waits for something to come true. */
  public async until(condition: () => boolean | Promise<boolean>, withinMs: number): Promise<boolean> {
    const end = performance.now() + withinMs;
    for (;;) {
      if (await condition()) {
        return true;
      }
      if (performance.now() > end) {
        return false;
      }
      await sleep(LOOK_MS);
    }
  }

  // ---------------------------------------------------------------- what the user lets it do

  /** Checks in each state that can be had: idle and active where the work may be changed, else as it is. */
  public async inEachState(check: (state: string) => Promise<void>): Promise<void> {
    if (this.options.work === undefined) {
      return check('as it was found');
    }
    // Whether the change is seen is another rule's business: this one goes on in any case.
    const seen = (active: boolean) => this.until(async () => {
      const { result } = await timed(() => this.keda.isActive(this.ref));
      return result?.result === active;
    }, this.times.changeMs);
    await this.drain();
    await seen(false);
    await check('after --drain');
    await this.enqueue();
    await seen(true);
    await check('after --enqueue');
  }

  /** Makes the trigger active, or idle. */
  public async become(active: boolean): Promise<void> {
    await (active ? this.enqueue() : this.drain());
    if (!await this.until(async () => await this.active() === active, this.times.changeMs)) {
      throw new Blocked(`IsActive does not become ${active} after ${active ? '--enqueue' : '--drain'}`);
    }
  }

  /** Makes the trigger active where the work may be changed; returns whether it is. */
  public async becomeActiveIfPossible(): Promise<boolean> {
    if (this.options.work !== undefined) {
      await this.become(true);
    }
    return this.active();
  }

  public async enqueue(): Promise<void> {
    this.worked = true;
    await this.options.work!.enqueue();
  }

  public drain(): Promise<void> {
    return this.options.work!.drain();
  }

  public restart(): Promise<void> {
    return this.options.restart!();
  }

  /** Does something while the backend is away; returns whether the scaler answers again after it is back. */
  public async whileBroken(metricName: string, work: () => Promise<void>): Promise<boolean> {
    this.broken = this.options.backend!.break();
    await this.broken;
    let recovered = false;
    try {
      await work();
    } finally {
      await this.mend();
      recovered = await this.recovered(metricName); // also the next rule wants to find it up
    }
    return recovered;
  }

  /** Waits until GetMetrics and IsActive answer again. */
  public recovered(metricName: string): Promise<boolean> {
    return this.until(async () => {
      const { metrics, activity } = await this.look(metricName);
      return metrics.error === undefined && activity.error === undefined;
    }, this.times.recoveryMs);
  }

  /** Leaves the scaler as it was found: connections closed, its backend there, no work of ours. */
  public async leave(): Promise<void> {
    this.streams.forEach((stream) => stream.cancel());
    this.clients.forEach((client) => client.close());
    try {
      await this.mend();
    } finally {
      if (this.worked) {
        await this.drain();
      }
    }
  }

  private async mend(): Promise<void> {
    if (this.broken !== undefined) {
      await this.broken.catch(() => undefined);
      this.broken = undefined;
      await this.options.backend!.mend();
    }
  }

  private note<T>(stream: Stream<T>): Stream<T> {
    this.streams.push(stream);
    return stream;
  }

  private channel(): ChannelCredentials {
    const { tls } = this.options;
    return tls === undefined ? credentials.createInsecure() : credentials.createSsl(tls.authority ?? null, tls.key ?? null, tls.certificate ?? null);
  }
}

/** An answer that a rule builds on, and is not about. */
async function answered<T>(call: string, work: () => Promise<T>): Promise<T> {
  const { result, error } = await timed(work);
  if (error !== undefined) {
    throw new Blocked(`${call} is not answered: ${problem(error)}`);
  }
  return result!;
}
