import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ChannelModel, connect } from 'amqplib';
import { describeWith } from './installed';
import { ServerProcess } from './server-process';
import { TestServer } from './test-server';
import { freePort } from '../../rehearsal/src/run/free-port';

/** `describe` for what needs a RabbitMQ. */
export const describeWithRabbitmq = describeWith('rabbitmq-server');

/** The script itself: Debian's program on the PATH changes to another user, and its process is not the server's. */
const SCRIPT = '/usr/lib/rabbitmq/bin/rabbitmq-server';

/** The user that every RabbitMQ has, allowed from loopback only. */
const GUEST = { name: 'guest', password: 'guest' };

/** Files of a certificate, in PEM. */
export interface CertificateFiles {
  readonly certificate: string;
  readonly key: string;
  readonly ca: string;
}

/** A real rabbitmq-server of a test's own, on loopback, with its management API. It keeps durable queues over a restart. */
export class RabbitmqServer extends TestServer {
  /** Starts one on free ports and returns when it answers; with `tls`, AMQP and its management API are served over TLS too. */
  public static async start(tls?: CertificateFiles): Promise<RabbitmqServer> {
    const server = new RabbitmqServer({
      amqp: await freePort(),
      amqps: await freePort(),
      management: await freePort(),
      tls: await freePort(),
      names: await freePort(),
      distribution: await freePort(),
    }, tls);
    await server.names.launch();
    await server.launch();
    return server;
  }

  private readonly directory = mkdtempSync(join(tmpdir(), 'rabbitmq-'));
  protected readonly server: ServerProcess;
  /** The name service without which Erlang does not start; one of its own does not outlive the test. */
  private readonly names: ServerProcess;

  private constructor(private readonly ports: { readonly [of in 'amqp' | 'management' | 'tls' | 'amqps' | 'names' | 'distribution']: number }, tls?: CertificateFiles) {
    super();
    const file = (name: string, lines: readonly string[]): string => {
      writeFileSync(join(this.directory, name), lines.join('\n') + '\n');
      return join(this.directory, name);
    };
    const names = { ERL_EPMD_ADDRESS: '127.0.0.1', ERL_EPMD_PORT: String(ports.names) };
    this.names = new ServerProcess({ executable: 'epmd', args: [], env: names, ready: async () => undefined });
    this.server = new ServerProcess({
      executable: SCRIPT,
      args: [],
      env: {
        ...names,
        HOME: this.directory,
        ERL_CRASH_DUMP: join(this.directory, 'erl_crash.dump'),
        RABBITMQ_NODENAME: 'test@localhost',
        RABBITMQ_DIST_PORT: String(ports.distribution),
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
        RABBITMQ_MNESIA_BASE: this.directory,
        RABBITMQ_LOG_BASE: this.directory,
        RABBITMQ_ENABLED_PLUGINS_FILE: file('plugins', ['[rabbitmq_management].']),
        RABBITMQ_CONFIG_FILE: file('rabbitmq.conf', [
          `listeners.tcp.1 = 127.0.0.1:${ports.amqp}`,
          'management.tcp.ip = 127.0.0.1',
          `management.tcp.port = ${ports.management}`,
          ...(tls === undefined ? [] : [
            'management.ssl.ip = 127.0.0.1',
            `management.ssl.port = ${ports.tls}`,
            `management.ssl.certfile = ${tls.certificate}`,
            `management.ssl.keyfile = ${tls.key}`,
            `management.ssl.cacertfile = ${tls.ca}`,
            `listeners.ssl.1 = 127.0.0.1:${ports.amqps}`,
            `ssl_options.certfile = ${tls.certificate}`,
            `ssl_options.keyfile = ${tls.key}`,
            `ssl_options.cacertfile = ${tls.ca}`,
          ]),
        ]),
        RUNNING_UNDER_SYSTEMD: 'true', // the script becomes the server, which can be stopped and killed then
      },
      ready: () => this.api('GET', 'overview'),
    });
  }

  public get amqpPort(): number {
    return this.ports.amqp;
  }

  public get amqpsPort(): number {
    return this.ports.amqps;
  }

  /** Of the management API. */
  public get url(): string {
    return `http://127.0.0.1:${this.ports.management}`;
  }

  public get tlsUrl(): string {
    return `https://127.0.0.1:${this.ports.tls}`;
  }

  /** A client, for the test to play producers and workers with; the test closes it. */
  public async client(): Promise<ChannelModel> {
    const client = await connect({ hostname: '127.0.0.1', port: this.ports.amqp, username: GUEST.name, password: GUEST.password });
    client.on('error', () => undefined); // tests stop servers on purpose
    return client;
  }

  /** Asks the management API for a change, as an administrator. */
  public async api(method: string, path: string, body?: object): Promise<void> {
    const { ok, status } = await fetch(`${this.url}/api/${path}`, {
      method,
      headers: { authorization: `Basic ${Buffer.from(`${GUEST.name}:${GUEST.password}`).toString('base64')}` },
      body: body && JSON.stringify(body),
    });
    if (!ok) {
      throw new Error(`${method} ${path}: ${status}`);
    }
  }

  public async stop(): Promise<void> {
    await this.kill();
    await this.names.kill();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
