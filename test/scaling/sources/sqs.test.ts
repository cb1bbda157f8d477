import { Connection, MetricSource, SqsOptions } from '../../../lib';
import { newChart, newScaler, newWorker, Synthesized } from '../../support/synth';

describe('MetricSource.sqs', () => {
  const triggerOf = (options: Partial<SqsOptions> = {}) => {
    const chart = newChart();
    newWorker(chart, {
      scaler: newScaler(chart, { connections: { aws: Connection.sqs({ region: 'eu-central-1' }), jobs: Connection.redis({ host: 'redis' }) } }),
      source: MetricSource.sqs({ connection: 'aws', queue: 'jobs.fifo', extendsVisibility: true, ...options }),
    });
    return new Synthesized(chart).one('ScaledObject').spec.triggers[0].metadata;
  };

  test('leaves delayed messages out by default', () => {
    expect(triggerOf()).toMatchObject({ sourceType: 'sqs', connection: 'aws', queue: 'jobs.fifo', includeDelayed: 'false' });
  });

  test('counts them if asked to', () => {
    expect(triggerOf({ includeDelayed: true })).toMatchObject({ includeDelayed: 'true' });
  });

  test.each([
    [{ queue: '' }, 'queue: got ""; expected a non-empty string'],
    [{ queue: 'https://sqs.eu-central-1.amazonaws.com/123456789012/jobs' },
      'queue: got "https://sqs.eu-central-1.amazonaws.com/123456789012/jobs"; expected the name of a queue, without its URL or ARN; write "jobs"'],
    [{ queue: 'arn:aws:sqs:eu-central-1:123456789012:jobs.fifo' }, 'expected the name of a queue, without its URL or ARN; write "jobs.fifo"'],
    [{ queue: 'my jobs' }, 'queue: got "my jobs"; expected the name of a queue, without its URL or ARN; correct queue'],
    [{ connection: 'jobs' }, 'source.connection: got "jobs"; expected a sqs connection, which source sqs reads; this one is redis'],
    [{ connection: 'other' }, 'add connections: { other: Connection.sqs({ ... }) } to the worker or the scaler'],
  ])('refuses %j', (wrong, message) => {
    expect(() => triggerOf(wrong)).toThrow(message);
  });
});
