import { setTimeout as sleep } from 'timers/promises';
import { Cluster } from 'ioredis';
import { RedisServer } from './redis-server';
import { freePort } from '../../rehearsal/src/run/free-port';

const SLOTS = 16_384;

/** A real Redis Cluster of a test's own: three nodes on loopback, a third of the slots each. */
export class RedisCluster {
  /** @param args of each node */
  public static start(args: readonly string[] = []): Promise<RedisCluster> {
    return RedisCluster.launch(args, false);
  }

  /** One whose nodes tell of their TLS ports; in the clear too, for the test to look at them. */
  public static startWithTls(args: readonly string[]): Promise<RedisCluster> {
    return RedisCluster.launch(args, true);
  }

  private static async launch(args: readonly string[], tls: boolean): Promise<RedisCluster> {
    const nodes = [];
    const ports = [];
    for (let node = 0; node < 3; node++) {
      const tlsPort = await freePort();
      const server = await RedisServer.start([
        '--cluster-enabled', 'yes', '--cluster-node-timeout', '1000', '--cluster-port', String(await freePort()), ...args,
        ...(tls ? ['--tls-port', String(tlsPort), '--tls-cluster', 'yes'] : []),
      ]);
      nodes.push(server);
      ports.push(tls ? tlsPort : server.port);
    }
    const cluster = new RedisCluster(nodes, ports);
    await cluster.join();
    return cluster;
  }

  /** @param ports those that clients of the cluster use */
  private constructor(public readonly nodes: readonly RedisServer[], public readonly ports: readonly number[]) {}

  /** A client in the clear, for the test to play producers and workers with; the test closes it. */
  public client(): Cluster {
    return new Cluster(this.nodes.map(({ port }) => ({ host: '127.0.0.1', port })), { slotsRefreshInterval: 500, redisOptions: { disconnectTimeout: 200 } });
  }

  public async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()));
  }

  private async join(): Promise<void> {
    const clients = this.nodes.map((node) => node.client());
    try {
      for (const [node, client] of clients.entries()) {
        const [, bus] = await client.config('GET', 'cluster-port') as [string, string];
        await clients[0].cluster('MEET', '127.0.0.1', this.ports[node], Number(bus));
        await client.call('CLUSTER', 'ADDSLOTSRANGE', Math.floor(SLOTS * node / 3), Math.floor(SLOTS * (node + 1) / 3) - 1);
      }
      for (const client of clients) {
        while (!/cluster_state:ok[^]*cluster_known_nodes:3/.test(await client.cluster('INFO'))) {
          await sleep(50);
        }
      }
    } finally {
      clients.forEach((client) => client.disconnect());
    }
  }
}
