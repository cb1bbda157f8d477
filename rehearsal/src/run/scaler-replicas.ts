import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port';
import { NameServer } from './name-server';
import { ScalerConfig } from '../../../lib/contract';
import { ScalerProcess } from '../../../scaler/src/scaler-process';
import { guarded } from '../control-plane/child';

/** How the scaler is started. */
export interface ScalerReplicasOptions {
  readonly config: ScalerConfig;
  /** How many processes. */
  readonly replicas: number;
  /**
   * Further environment of each.
   *
   * @default - none
   */
  readonly env?: { readonly [name: string]: string };
}

/** For so long a cluster's DNS still names a pod that is going: CoreDNS keeps an answer for 5 s. In milliseconds. */
const DNS_LAG_MS = 5000;

/**
 * The scaler's processes, each on an address of its own, behind one name, as a headless Service has its pods: KEDA balances over them, and finds new
 * ones by asking for the name again.
 */
export class ScalerReplicas {
  /** Takes an address. Nothing listens on it until `launch`. */
  public static async reserve(): Promise<ScalerReplicas> {
    return new ScalerReplicas(await NameServer.start('scaler.rehearsal'), await freePort());
  }

  private readonly running = new Map<string, ScalerProcess>();
  private options?: ScalerReplicasOptions;
  private started = 0;

  private constructor(private readonly names: NameServer, private readonly port: number) {}

  /** What the trigger says as `scalerAddress`. */
  public get address(): string {
    return `dns://${this.names.address}/${this.names.name}:${this.port}`;
  }

  /** Starts the processes. */
  public async launch(options: ScalerReplicasOptions): Promise<void> {
    this.options = options;
    await Promise.all(Array.from({ length: options.replicas }, () => this.start(this.nextHost())));
  }

  /** Sends a signal to each, for example SIGSTOP to hang them. */
  public signal(signal: NodeJS.Signals): void {
    this.running.forEach((scaler) => scaler.signal(signal));
  }

  /** Kills each. What it returns brings them back on the addresses that they had, as the kubelet does with containers of pods that stay. */
  public async kill(): Promise<() => Promise<void>> {
    const hosts = [...this.running.keys()];
    this.names.addresses = [];
    await Promise.all([...this.running.values()].map((scaler) => scaler.stop('SIGKILL')));
    this.running.clear();
    return async () => {
      await Promise.all(hosts.map((host) => this.start(host)));
    };
  }

  /**
   * A rolling update: one after the other gets a successor on a new address, and is asked to end when that listens.
   *
   * @returns the exit codes of those that have gone
   */
  public async roll(): Promise<(number | null)[]> {
    const codes: (number | null)[] = [];
    for (const [host, scaler] of [...this.running]) {
      await this.start(this.nextHost());
      this.running.delete(host);
      const [code] = await Promise.all([scaler.stop('SIGTERM'), sleep(DNS_LAG_MS)]);
      this.names.addresses = [...this.running.keys()];
      codes.push(code);
    }
    return codes;
  }

  /** Ends all of it. */
  public async stop(): Promise<void> {
    await this.kill();
    await this.names.close();
  }

  private async start(host: string): Promise<void> {
    const { config, env } = this.options!;
    this.running.set(host, await ScalerProcess.start(config, { grpcAddress: `${host}:${this.port}`, env, guard: guarded }));
    this.names.addresses = [...this.names.addresses.filter((known) => known !== host), host];
  }

  /** Every address of 127.0.0.0/8 is this machine's on Linux; elsewhere only the first, which is enough for one replica that is not rolled. */
  private nextHost(): string {
    return `127.0.0.${++this.started}`;
  }
}
