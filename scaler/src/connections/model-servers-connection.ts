import { lookup, LookupAddress } from 'node:dns';
import { AnswerLimit, HttpConnection, hostOf } from './http-connection';
import { HttpServerConfig } from '../../../lib/contract';
import { Log } from '../log';
import { Exported, samplesOf } from './exposition';
import { timeoutOf } from './time-limit';

/** How long what the pods said is used, so that all models of a connection together ask them once in this time. */
const FRESH_MS = 1000;

/** A Triton server with some hundred models exports more than 1 MB. */
const LIMIT: AnswerLimit = { bytes: 8_000_000, expected: 'the metrics of one pod; let it export less, for example no summaries, or serve fewer models' };

/** What one pod exports. */
export interface PodMetrics {
  /** The pod's address. */
  readonly pod: string;
  /** When it answered, in milliseconds of `performance.now()`. */
  readonly at: number;
  /** The samples of the metrics that were asked for. */
  readonly exported: Exported;
}

/** The pods behind a headless Service, each asked itself. */
export class ModelServersConnection {
  /** The pods of the last reading, by their addresses. */
  private pods = new Map<string, HttpConnection>();
  /** All metrics that somebody asked for: the rest of what a pod exports is not kept. */
  private readonly metrics = new Set<string>();
  /** The scrape under way, or the last one while it is fresh. */
  private shared?: Promise<readonly PodMetrics[]>;
  /** The lookup under way. It takes one of four threads that all lookups of the process share, so there is never a second one. */
  private looking?: Promise<readonly LookupAddress[]>;
  private closed = false;

  public constructor(private readonly name: string, private readonly config: HttpServerConfig, private readonly log: Log) {}

  /** The connection and its servers, for error messages. */
  public get description(): string {
    return `connection ${this.name}: ${this.config.url}`;
  }

  /**
   * What each pod exports of some metrics, at most a second old; nothing if the name has no address.
   *
   * @throws Error if the name cannot be resolved, or one of the pods does not answer: what the others have is not the work of all
   */
  public scrape(metrics: readonly string[]): Promise<readonly PodMetrics[]> {
    if (metrics.some((metric) => !this.metrics.has(metric))) {
      metrics.forEach((metric) => this.metrics.add(metric));
      this.shared = undefined; // it did not look for them
    }
    return this.shared ??= this.scrapeAnew();
  }

  public close(): void {
    this.closed = true;
    this.pods.forEach((server) => server.close());
  }

  private scrapeAnew(): Promise<readonly PodMetrics[]> {
    const began = performance.now();
    const scrape = this.scrapeNow();
    const forget = () => {
      if (this.shared === scrape) {
        this.shared = undefined;
      }
    };
    const ended = () => void setTimeout(forget, FRESH_MS - (performance.now() - began)).unref();
    scrape.then(ended, ended);
    return scrape;
  }

  private async scrapeNow(): Promise<readonly PodMetrics[]> {
    const pods = await this.find();
    return Promise.all([...pods].map(async ([pod, server]) => {
      const text = await server.text({ path: '/metrics', what: 'metrics', accept: 'text/plain', limit: LIMIT });
      return { pod, at: performance.now(), exported: samplesOf(this.metrics, text) };
    }));
  }

  private async find(): Promise<ReadonlyMap<string, HttpConnection>> {
    const found = await this.addresses();
    if (this.closed) {
      throw new Error(`${this.description}: was closed`);
    }
    const before = this.pods;
    this.pods = new Map(found.map((pod) => [pod.address, before.get(pod.address) ?? new HttpConnection(this.name, this.config, this.log, pod)]));
    before.forEach((server, pod) => {
      if (!this.pods.has(pod)) {
        server.close();
      }
    });
    return this.pods;
  }

  private async addresses(): Promise<readonly LookupAddress[]> {
    const host = hostOf(new URL(this.config.url));
    this.looking ??= resolveAll(host).finally(() => {
      this.looking = undefined;
    });
    const timeoutMs = timeoutOf(this.config);
    let timer: NodeJS.Timeout | undefined;
    try {
      // The resolver has no time limit of its own worth the name: a DNS server that is away is waited for for 20 s.
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error(`DNS did not answer within ${timeoutMs} ms`)), timeoutMs);
      });
      const all = await Promise.race([this.looking, late]);
      const ipv4 = all.filter(({ family }) => family === 4);
      return ipv4.length > 0 ? ipv4 : all; // with two families each pod has an address of both
    } catch (error) {
      throw new Error(`${this.description}: ${host} cannot be resolved (${(error as Error).message}); check the cluster's DNS and the URL of the connection`);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** All addresses of a name; none if the name has none. */
function resolveAll(hostname: string): Promise<readonly LookupAddress[]> {
  return new Promise((resolve, reject) => {
    lookup(hostname, { all: true }, (error, addresses) => {
      if (error === null) {
        resolve(addresses);
      } else if (error.code === 'ENOTFOUND') { // a headless Service without pods
        resolve([]);
      } else {
        reject(error);
      }
    });
  });
}
