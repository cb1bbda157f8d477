import { Duration } from 'cdk8s';
import { Connection, GpuBatchWorker, MetricSource, NatsJetstreamOptions, RabbitmqQueueOptions, SqsOptions } from '../../lib';
import { newChart, newPool, newScaler, newWorker } from '../support/synth';

const CONNECTIONS = {
  aws: Connection.sqs({ region: 'eu-central-1' }),
  rabbit: Connection.rabbitmq({ url: 'http://rabbitmq:15672' }),
  nats: Connection.nats({ host: 'nats' }),
  metrics: Connection.prometheus({ url: 'http://prometheus:9090' }),
};

const sqs = (options: Partial<SqsOptions> = {}) => MetricSource.sqs({ connection: 'aws', queue: 'jobs', ...options });
const rabbitmq = (options: Partial<RabbitmqQueueOptions> = {}) => MetricSource.rabbitmqQueue({ connection: 'rabbit', queue: 'jobs', ...options });
const nats = (options: Partial<NatsJetstreamOptions> = {}) => MetricSource.natsJetstream({ connection: 'nats', stream: 'jobs', consumer: 'workers', ...options });

/** A worker of this source whose longest job takes so many seconds. */
function worker(source: MetricSource, seconds: number): void {
  const chart = newChart();
  newWorker(chart, { scaler: newScaler(chart, { connections: CONNECTIONS }), source, maxJobDuration: Duration.seconds(seconds) });
}

describe('a broker that gives a job away too early is refused', () => {
  test.each<[string, MetricSource, number]>([
    ['SQS', sqs({ visibilityTimeout: Duration.minutes(10) }), 570],
    ['SQS, with the longest timeout', sqs({ visibilityTimeout: Duration.hours(12) }), 43_170],
    ['SQS, with workers that extend it', sqs({ extendsVisibility: true }), 43_170],
    ['RabbitMQ, with its default', rabbitmq(), 1770],
    ['RabbitMQ, with a longer timeout', rabbitmq({ consumerTimeout: Duration.hours(2) }), 7170],
    ['JetStream', nats({ ackWait: Duration.minutes(10) }), 570],
    ['JetStream, with workers that extend it', nats({ extendsAckWait: true }), 86_400],
  ])('%s: not while the longest job and 30 seconds fit', (_, source, longest) => {
    expect(() => worker(source, longest)).not.toThrow();
  });

  test.each<[string, MetricSource, number, string]>([
    ['SQS, with its default', sqs(), 1,
      'chart/worker: source.visibilityTimeout (seconds): got 30; expected at least 31, the longest job and 30 to acknowledge it, because SQS then gives the message to another worker; '
      + 'raise the visibility timeout of the queue and say so here, or let the workers extend it by ChangeMessageVisibility and set extendsVisibility: true'],
    ['SQS', sqs({ visibilityTimeout: Duration.minutes(10) }), 571, 'got 600; expected at least 601'],
    ['SQS, with workers that extend it', sqs({ extendsVisibility: true }), 43_171,
      'got 43200; expected at least 43201, the longest job and 30 to acknowledge it, because SQS hides a message for 12 hours in all, however often that is extended; cut the jobs'],
    ['RabbitMQ, with its default', rabbitmq(), 1771,
      'chart/worker: source.consumerTimeout (seconds): got 1800; expected at least 1801, the longest job and 30 to acknowledge it, because RabbitMQ then takes the channel'],
    ['JetStream, with its default', nats(), 1,
      'chart/worker: source.ackWait (seconds): got 30; expected at least 31, the longest job and 30 to acknowledge it, because JetStream then gives the message to another worker'],
    ['a source in a maximum', MetricSource.max(sqs(), MetricSource.prometheusQuery({ connection: 'metrics', query: 'sum(x)' })), 60, 'source.visibilityTimeout'],
    ['any source of a sum', MetricSource.sum(sqs({ extendsVisibility: true }), rabbitmq()), 1800, 'source.consumerTimeout'],
    ['a weighted source', MetricSource.weighted(nats(), 2), 60, 'source.ackWait'],
    ['a ratio of one', MetricSource.pendingToRunning(sqs(), 2), 60, 'source.visibilityTimeout'],
  ])('%s', (_, source, longest, message) => {
    expect(() => worker(source, longest)).toThrow(message);
  });

  test('for a batch worker too', () => {
    const chart = newChart();
    const props = { image: 'image', nodePool: newPool(chart), scaler: newScaler(chart, { connections: CONNECTIONS }), source: rabbitmq(), maxReplicas: 1 };
    expect(() => new GpuBatchWorker(chart, 'batch', { ...props, maxJobDuration: Duration.hours(6) })).toThrow('chart/batch: source.consumerTimeout (seconds): got 1800; expected at least 21630');
  });

  test('and so is a visibility timeout that SQS does not have', () => {
    expect(() => sqs({ visibilityTimeout: Duration.seconds(43_201) })).toThrow('visibilityTimeout (seconds): got 43201; expected at most 43200');
  });
});
