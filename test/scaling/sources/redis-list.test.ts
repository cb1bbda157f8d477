import { MetricSource } from '../../../lib';
import { RedisListOptions } from '../../../lib/scaling/sources/redis-list';
import { newChart, newWorker, Synthesized } from '../../support/synth';

describe('MetricSource.redisList', () => {
  const OPTIONS: RedisListOptions = { connection: 'jobs', waiting: ['celery'], inFlight: ['unacked', 'taken:*'] };

  test('says to the scaler which keys to count', () => {
    const chart = newChart();
    newWorker(chart, { source: MetricSource.redisList(OPTIONS) });
    expect(new Synthesized(chart).one('ScaledObject').spec.triggers[0].metadata).toMatchObject({
      sourceType: 'redis-list', connection: 'jobs', waiting: '["celery"]', inFlight: '["unacked","taken:*"]',
    });
  });

  test('workers may keep their jobs nowhere, if that is said', () => {
    const chart = newChart();
    newWorker(chart, { source: MetricSource.redisList({ ...OPTIONS, inFlight: [] }) });
    expect(new Synthesized(chart).one('ScaledObject').spec.triggers[0].metadata).toMatchObject({ inFlight: '[]' });
  });

  test.each([
    [{ connection: '' }, 'connection: got ""; expected a non-empty string'],
    [{ connection: 'job' }, 'source.connection: got "job"; expected a connection of the scaler chart/scaler (jobs)'],
    [{ waiting: [] }, 'waiting: got []; expected a list of at least 1; set waiting'],
    [{ waiting: [''] }, 'waiting[0]: got ""; expected a non-empty string'],
    [{ inFlight: undefined }, 'inFlight: got nothing; expected a list of at least 0; set inFlight'],
    [{ inFlight: ['unacked', ''] }, 'inFlight[1]: got ""; expected a key, or the beginning of several keys and a *'],
    [{ inFlight: ['*'] }, 'inFlight[0]: got "*"; expected a key, or the beginning of several keys and a *'],
  ])('refuses %j', (wrong, message) => {
    expect(() => newWorker(newChart(), { source: MetricSource.redisList({ ...OPTIONS, ...wrong } as RedisListOptions) })).toThrow(message);
  });
});
