import { Broker, BrokerKind } from './faults/broker';
import { Fault, FAULTS } from './faults/faults';
import { httpJson } from './faults/http-json';
import { mysql } from './faults/mysql';
import { nats } from './faults/nats';
import { Observed, Observer } from './faults/observer';
import { postgresql } from './faults/postgresql';
import { prometheus } from './faults/prometheus';
import { rabbitmq, rabbitmqAmqp } from './faults/rabbitmq';
import { redis } from './faults/redis';
import { sqs } from './faults/sqs';
import { Keda, pause, ref, start } from './support';
import { ConnectionConfig } from '../../lib/contract';
import { installed } from '../../test/support/installed';
import { TcpProxy } from '../../test/support/tcp-proxy';
import { Scaler, SCALER_TIMES } from '../src/scaler';

/** Every answer is due within this time, whatever a broker does. */
const DEADLINE_MS = 2000;

/** The calls that have begun before a fault are answered by then. */
const BEGINNING_MS = 500;

/** How long a fault lasts after that. */
const FAULT_MS = 2000;

/** How often KEDA asks each of the two scalers: more often than it does. */
const ASKED_EVERY_MS = [100, 500];

/** How soon after a fault the answers are right. A RabbitMQ has to start for most of it. */
const RECOVERY_MS = 40_000;

/** All faults of all brokers at once, of which only the slowest is waited for. */
const KINDS: readonly BrokerKind[] = [httpJson, mysql, nats, postgresql, prometheus, rabbitmq, rabbitmqAmqp, redis, sqs]
  .filter(({ executable }) => executable === undefined || installed(executable) !== undefined || process.env.CI === 'true');

/** What is tested: one source of a broker that is reached through a proxy. */
interface Subject {
  readonly type: string;
  readonly broker: Broker;
  readonly way: TcpProxy;
  /** Of a scaler that answers with what the source says now, so that a fault is seen at once. */
  readonly observer: Observer;
  /** Of a scaler as it is in production, which shares readings and answers with the last good one for a while. */
  readonly usual: Observer;
}

/** What came when a fault began, while it lasted, and after it. */
interface Outcome {
  readonly beginning: Observed;
  readonly during: Observed;
  readonly after: Observed;
}

/** KEDA asks about every source all the time. Their jobs never change, so each answer is right, or an error, or wrong. */
describe('a broker', () => {
  const brokers: Broker[] = [];
  const ways: TcpProxy[] = [];
  const subjects: Subject[] = [];
  const scalers: Scaler[] = [];
  const kedas: Keda[] = [];

  beforeAll(async () => {
    jest.spyOn(console, 'log').mockImplementation(); // the client of NATS prints what it cannot read
    brokers.push(...await Promise.all(KINDS.map((kind) => kind.start())));
    ways.push(...await Promise.all(brokers.map(({ port }) => TcpProxy.start(port))));
    const connections: { [name: string]: ConnectionConfig } = {};
    KINDS.forEach(({ name }, index) => connections[name] = brokers[index].connection(ways[index].port));
    scalers.push(await start({ connections }, {}, { freshMs: 0 }), await start({ connections }, {}, SCALER_TIMES));
    kedas.push(...scalers.map(({ grpcPort }) => new Keda(grpcPort)));
    for (const [index, broker] of brokers.entries()) {
      for (const source of broker.sources) {
        const [observer, usual] = kedas.map((keda, at) => new Observer(keda, ref(source, {}, source.type), ASKED_EVERY_MS[at]));
        subjects.push({ type: `${source.type} of ${KINDS[index].name}`, broker, way: ways[index], observer, usual });
      }
    }
    await Promise.all(subjects.flatMap(({ observer, usual }) => [observer.right(RECOVERY_MS), usual.right(RECOVERY_MS)]));
  }, 90_000);
  afterAll(async () => {
    await Promise.all(subjects.flatMap(({ observer, usual }) => [observer.end(), usual.end()]));
    kedas.forEach((keda) => keda.close());
    await Promise.all(scalers.map((scaler) => scaler.stop()));
    await Promise.all(ways.map((way) => way.stop()));
    await Promise.all(brokers.map((broker) => broker.stop()));
  });

  /** Lets it happen to all brokers at once. */
  const suffer = async (fault: Fault): Promise<Map<string, Outcome>> => {
    const outcomes = new Map<string, Outcome>();
    await Promise.all(brokers.map(async (broker, index) => {
      if (fault.applies?.(broker) === false) {
        return;
      }
      const its = subjects.filter((subject) => subject.broker === broker);
      const take = () => its.map(({ observer }) => observer.take());
      take();
      await fault.break(broker, ways[index]);
      await pause(BEGINNING_MS);
      const beginning = take();
      await pause(FAULT_MS);
      const during = take();
      await fault.mend(broker, ways[index]);
      await Promise.all(its.map(({ observer }) => observer.right(RECOVERY_MS)));
      const after = take();
      its.forEach(({ type }, at) => outcomes.set(type, { beginning: beginning[at], during: during[at], after: after[at] }));
    }));
    return outcomes;
  };
  test.each(FAULTS.map((fault) => [fault.title, fault] as const))('%s', async (_, fault) => {
    const outcomes = await suffer(fault);
    expect(outcomes.size).toBeGreaterThan(0);
    const verdicts = Object.fromEntries([...outcomes].map(([type, outcome]) => [type, verdictOn(outcome)]));
    const right = { falseZeros: [0, 0, 0], otherAnswers: [], inTime: true, meanwhile: fault.isHarmless ? 'right' : 'UNAVAILABLE' };
    expect(verdicts).toEqual(Object.fromEntries([...outcomes.keys()].map((type) => [type, right])));
    for (const { type, usual } of subjects) {
      const { falseZeros, otherNumbers, otherErrors } = usual.take();
      expect({ type, falseZeros, otherNumbers, otherErrors }).toEqual({ type, falseZeros: 0, otherNumbers: [], otherErrors: [] });
    }
    // Streams have told of the jobs at the beginning, and say nothing about what cannot be read.
    for (const { stream } of subjects.flatMap(({ observer, usual }) => [observer, usual])) {
      expect(stream.received.map(({ value }) => value)).toEqual([{ result: true }]);
      expect(stream.ended).toBeUndefined();
    }
  }, BEGINNING_MS + FAULT_MS + RECOVERY_MS + 10_000);
});

/** What is to be true of it, for a test to show for all sources at once. */
function verdictOn({ beginning, during, after }: Outcome) {
  const phases = [beginning, during, after];
  const { answers, right, unavailable } = during;
  const said = unavailable === answers && answers > 0 ? 'UNAVAILABLE' : right > unavailable ? 'right' : undefined; // one may be late on a busy machine
  return {
    falseZeros: phases.map(({ falseZeros }) => falseZeros),
    otherAnswers: phases.flatMap(({ otherNumbers, otherErrors }) => [...otherNumbers, ...otherErrors]),
    inTime: phases.every(({ slowestMs }) => slowestMs < DEADLINE_MS),
    meanwhile: said ?? JSON.stringify(during),
  };
}
