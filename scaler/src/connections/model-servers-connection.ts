import { lookup, LookupAddress } from 'node:dns';
import { HttpConnection, hostOf } from './http-connection';
import { HttpServerConfig } from '../../../lib/contract';
import { Log } from '../log';

/** What one pod exports, in Prometheus' text format. */
export interface PodMetrics {
  /** The pod's address. */
  readonly pod: string;
  readonly text: string;
}

/** The pods behind a headless Service, each asked itself. */
export class ModelServersConnection {
  /** The pods of the last reading, by their addresses. */
  private pods = new Map<string, HttpConnection>();

  public constructor(private readonly name: string, private readonly config: HttpServerConfig, private readonly log: Log) {}

  /** The connection and its servers, for error messages. */
  public get description(): string {
    return `connection ${this.name}: ${this.config.url}`;
  }

  /**
   * What each pod exports now; nothing if the name has no address.
   *
   * @throws Error if the name cannot be resolved, or one of the pods does not answer: what the others have is not the work of all
   */
  public async scrape(signal: AbortSignal): Promise<readonly PodMetrics[]> {
    const pods = await this.find();
    return Promise.all([...pods].map(async ([pod, server]) => (
      { pod, text: await server.text({ path: '/metrics', what: 'metrics', accept: 'text/plain', signal }) })));
  }

  public close(): void {
    this.pods.forEach((server) => server.close());
  }

  private async find(): Promise<ReadonlyMap<string, HttpConnection>> {
    const found = await this.addresses();
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
    try {
      const all = await resolveAll(host);
      const ipv4 = all.filter(({ family }) => family === 4);
      return ipv4.length > 0 ? ipv4 : all; // with two families each pod has an address of both
    } catch (error) {
      throw new Error(`${this.description}: ${host} cannot be resolved (${(error as Error).message}); check the cluster's DNS and the URL of the connection`);
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
