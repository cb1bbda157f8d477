import { execFileSync } from 'child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { connect } from 'net';
import { tmpdir } from 'os';
import { join } from 'path';
import { describeWith } from './installed';
import { ServerProcess } from './server-process';
import { TestServer } from './test-server';
import { cacheRoot } from '../../rehearsal/src/control-plane/cache';
import { freePort } from '../../rehearsal/src/run/free-port';

const VERSION = /^ {2}<version>(.*)<\/version>$/m.exec(readFileSync(join(__dirname, 'kafka/pom.xml'), 'utf8'))![1];

/** Where scripts/install-test-servers.sh puts it. */
const LIBRARIES = join(cacheRoot(), `kafka-${VERSION}`);

/** `describe` for what needs a Kafka broker. */
export const describeWithKafka = describeWith('Kafka', existsSync(LIBRARIES));

/** The modules of Kafka that log users in. */
const LOGIN = 'org.apache.kafka.common.security';

/** Java starts sooner than it runs fast. */
const JAVA = ['-Xmx256m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-cp', `${LIBRARIES}/*`];

/** Its parts, each on a port of loopback. Without SASL everybody may do everything. */
type Listener = 'plain' | 'sasl' | 'tls' | 'controller';

/** Users by their passwords; what they may do is to be allowed to them. */
export interface KafkaUsers {
  readonly [name: string]: string;
}

/** A real Kafka broker of a test's own, on loopback, which is its own controller. It keeps topics in files over a restart. */
export class KafkaServer extends TestServer {
  /**
   * Starts one on free ports and returns when it listens.
   *
   * @param users who may log in by PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512
   * @param tls certificate and key in PEM
   */
  public static async start(users: KafkaUsers, tls: { readonly certificate: string; readonly key: string }): Promise<KafkaServer> {
    const ports = { plain: await freePort(), sasl: await freePort(), tls: await freePort(), controller: await freePort() };
    const server = new KafkaServer(ports, users, tls);
    await server.launch();
    return server;
  }

  private readonly directory = mkdtempSync(join(tmpdir(), 'kafka-'));
  protected readonly server: ServerProcess;

  private constructor(
    public readonly ports: { readonly [of in Listener]: number },
    users: KafkaUsers,
    tls: { readonly certificate: string; readonly key: string },
  ) {
    super();
    const names = Object.entries(users);
    const properties = join(this.directory, 'server.properties');
    writeFileSync(properties, Object.entries({
      'process.roles': 'broker,controller',
      'node.id': 1,
      'controller.quorum.voters': `1@127.0.0.1:${ports.controller}`,
      'listeners': Object.entries(ports).map(([name, port]) => `${name.toUpperCase()}://127.0.0.1:${port}`).join(','),
      'controller.listener.names': 'CONTROLLER',
      'inter.broker.listener.name': 'PLAIN',
      'listener.security.protocol.map': 'PLAIN:PLAINTEXT,SASL:SASL_PLAINTEXT,TLS:SSL,CONTROLLER:PLAINTEXT',
      'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
      'listener.name.sasl.plain.sasl.jaas.config':
        `${LOGIN}.plain.PlainLoginModule required ${names.map(([name, password]) => `user_${name}="${password}"`).join(' ')};`,
      'listener.name.sasl.scram-sha-256.sasl.jaas.config': `${LOGIN}.scram.ScramLoginModule required;`,
      'listener.name.sasl.scram-sha-512.sasl.jaas.config': `${LOGIN}.scram.ScramLoginModule required;`,
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.certificate.chain': tls.certificate.trim().replace(/\r?\n/g, '\\n'),
      'ssl.keystore.key': tls.key.trim().replace(/\r?\n/g, '\\n'),
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      'super.users': 'User:ANONYMOUS',
      'log.dirs': join(this.directory, 'data'),
      'group.initial.rebalance.delay.ms': 0,
      'auto.create.topics.enable': true, // a reader that makes topics would be seen
      'offsets.topic.num.partitions': 1,
      'offsets.topic.replication.factor': 1,
      'transaction.state.log.num.partitions': 1,
      'transaction.state.log.replication.factor': 1,
      'transaction.state.log.min.isr': 1,
    }).map(([name, value]) => `${name}=${value}\n`).join(''));
    const scram = names.flatMap(([name, password]) => [256, 512].flatMap((bits) => ['--add-scram', `SCRAM-SHA-${bits}=[name=${name},password=${password}]`]));
    execFileSync('java', [...JAVA, 'kafka.tools.StorageTool', 'format', '--cluster-id', 'AAAAAAAAAAAAAAAAAAAAAQ', '--config', properties, ...scram],
      { stdio: ['ignore', 'ignore', 'pipe'] });
    this.server = new ServerProcess({ executable: 'java', args: [...JAVA, 'kafka.Kafka', properties], ready: () => this.listens() });
  }

  public async stop(): Promise<void> {
    await this.kill();
    rmSync(this.directory, { recursive: true, force: true });
  }

  private listens(): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.ports.plain, '127.0.0.1').once('error', reject).once('connect', () => {
        socket.destroy();
        resolve();
      });
    });
  }
}
