import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { createServer, Server } from 'http';
import { tmpdir } from 'os';
import { join } from 'path';
import { setTimeout as sleep } from 'timers/promises';
import { describeWith } from './installed';
import { ServerProcess } from './server-process';
import { TestServer } from './test-server';
import { freePort } from '../../rehearsal/src/run/free-port';

/** `describe` for what needs a Prometheus. */
export const describeWithPrometheus = describeWith('prometheus');

/** How often it scrapes. */
const SCRAPE_INTERVAL = '100ms';

/** It begins to scrape some seconds after its start, and then does so all the time. */
const SCRAPED_WITHIN_MS = 20_000;

/** A real Prometheus of a test's own, on loopback, and two pods that it scrapes, which export what the test says. */
export class PrometheusServer extends TestServer {
  /**
   * Starts one on a free port and returns when it is ready.
   *
   * @param webConfig of TLS and passwords, as `--web.config.file` has it
   */
  public static async start(webConfig: object = {}): Promise<PrometheusServer> {
    const server = new PrometheusServer(await freePort(), [new Pod(await freePort()), new Pod(await freePort())], webConfig);
    await server.launch();
    return server;
  }

  private readonly directory = mkdtempSync(join(tmpdir(), 'prometheus-'));
  protected readonly server: ServerProcess;

  private constructor(public readonly port: number, private readonly pods: readonly Pod[], webConfig: object) {
    super();
    const config = this.write('prometheus.yml', {
      global: { scrape_interval: SCRAPE_INTERVAL, scrape_timeout: SCRAPE_INTERVAL },
      scrape_configs: [{
        job_name: 'pods',
        static_configs: pods.map(({ port: podPort }, index) => ({ targets: [`127.0.0.1:${podPort}`], labels: { pod: `pod-${index}`, namespace: 'ml-platform' } })),
      }],
    });
    this.server = new ServerProcess({
      executable: 'prometheus',
      args: [
        `--config.file=${config}`, `--web.config.file=${this.write('web.yml', webConfig)}`,
        `--web.listen-address=127.0.0.1:${port}`, `--storage.tsdb.path=${join(this.directory, 'data')}`,
      ],
      ready: () => this.isReady(),
    });
  }

  /** Gives it another configuration of TLS and passwords, which it reads for each request. */
  public reconfigure(webConfig: object): void {
    this.write('web.yml', webConfig);
  }

  public get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Lets a pod export metrics, in the text format, and returns when they are scraped; a function is asked at each scrape. */
  public async expose(metrics: string | (() => string), pod: number = 0): Promise<void> {
    const generation = await this.pods[pod].export(typeof metrics === 'string' ? () => metrics : metrics);
    await this.until(`exposed_generation{pod="pod-${pod}"}`, String(generation));
  }

  /** Ends a pod, and returns when what it exported is gone. */
  public async end(pod: number = 0): Promise<void> {
    await this.pods[pod].end();
    await this.until(`up{pod="pod-${pod}"}`, '0');
  }

  public async stop(): Promise<void> {
    await this.kill();
    await Promise.all(this.pods.map((pod) => pod.end()));
    rmSync(this.directory, { recursive: true, force: true });
  }

  private write(name: string, content: object): string {
    const path = join(this.directory, name);
    writeFileSync(path, JSON.stringify(content)); // JSON is YAML
    return path;
  }

  private async until(query: string, value: string): Promise<void> {
    const deadline = Date.now() + SCRAPED_WITHIN_MS;
    for (;;) {
      const answer = await (await fetch(`${this.url}/api/v1/query?query=${encodeURIComponent(query)}`)).text();
      if (answer.includes(`,"${value}"]`)) {
        return;
      }
      if (Date.now() > deadline) {
        throw new Error(`${query} is not ${value} within ${SCRAPED_WITHIN_MS} ms: ${answer}`);
      }
      await sleep(20);
    }
  }

  /** One that wants TLS or a password refuses this at once; it may not be ready then. */
  private async isReady(): Promise<void> {
    const { status } = await fetch(`${this.url}/-/ready`);
    if (status === 503) {
      throw new Error('it is not ready');
    }
  }
}

/** What is scraped. */
class Pod {
  private metrics?: () => string;
  private generation = 0;
  private server?: Server;

  public constructor(public readonly port: number) {}

  /** @returns the value of `exposed_generation` beside these metrics */
  public async export(metrics: () => string): Promise<number> {
    this.metrics = metrics;
    this.generation++;
    if (this.server === undefined) {
      this.server = createServer((_request, response) => response.end(`${this.metrics!()}\nexposed_generation ${this.generation}\n`));
      await new Promise<void>((resolve) => this.server!.listen(this.port, '127.0.0.1', resolve));
    }
    return this.generation;
  }

  public async end(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server !== undefined) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }
}
