import { Secret } from 'cdk8s-plus-28';
import { Connection, SqsConnectionOptions, WorkloadIdentity } from '../../../lib';
import { parseScalerConfig } from '../../../lib/contract';
import { newChart, newScaler, Synthesized } from '../../support/synth';
import { warningsOf } from '../../support/warnings';

describe('Connection.sqs', () => {
  const synthesized = (options: SqsConnectionOptions, chart = newChart()) => {
    newScaler(chart, { connections: { jobs: Connection.sqs(options) } });
    return new Synthesized(chart);
  };
  const configOf = (objects: Synthesized) => parseScalerConfig(objects.one('ConfigMap').data['scaler.json']).connections.jobs;

  test('defaults: the region and the identity of the pods, no Secret', () => {
    const objects = synthesized({ region: 'eu-central-1' });
    expect(configOf(objects)).toEqual({ type: 'sqs', region: 'eu-central-1' });
    expect(objects.one('Deployment').spec.template.spec.volumes.map(({ name }: any) => name)).toEqual(['config']);
  });

  test('every option', () => {
    const chart = newChart();
    const secret = Secret.fromSecretName(chart, 'aws', 'aws');
    const objects = synthesized({ region: 'eu-central-1', endpoint: 'https://sqs.vpce.example', accessKey: { id: { secret }, secret: { secret, key: 'key' } } }, chart);
    expect(configOf(objects)).toEqual({
      type: 'sqs',
      region: 'eu-central-1',
      endpoint: 'https://sqs.vpce.example',
      accessKeyIdFile: '/etc/gpu-autoscaler/secrets/jobs/access-key-id',
      secretAccessKeyFile: '/etc/gpu-autoscaler/secrets/jobs/secret-access-key',
    });
    expect(objects.one('Deployment').spec.template.spec.volumes).toContainEqual({
      name: 'secrets-jobs',
      projected: {
        sources: [
          { secret: { name: 'aws', items: [{ key: 'access-key-id', path: 'access-key-id' }] } },
          { secret: { name: 'aws', items: [{ key: 'key', path: 'secret-access-key' }] } },
        ],
      },
    });
  });

  test.each([
    [{ region: '' }, 'connections.jobs.region: got ""; expected a non-empty string'],
    [{ region: 'eu-central-1a' }, 'connections.jobs.region: got "eu-central-1a"; expected a region such as "eu-central-1", and no zone of it; correct connections.jobs.region'],
    [{ region: 'Frankfurt' }, 'connections.jobs.region: got "Frankfurt"'],
    [{ endpoint: 'localhost:4566' }, 'connections.jobs.endpoint: got "localhost:4566"; expected a URL that starts with http:// or https://'],
  ])('refuses %j', (wrong, message) => {
    expect(() => synthesized({ region: 'eu-central-1', ...wrong })).toThrow(message);
  });

  test.each(['us-east-1', 'us-gov-west-1', 'us-isob-east-1', 'cn-northwest-1', 'eusc-de-east-1', 'ap-southeast-7'])('knows %s for a region', (region) => {
    expect(configOf(synthesized({ region }))).toMatchObject({ region });
  });

  describe('warns of pods that are nobody to AWS', () => {
    const warnings = (options: Partial<SqsConnectionOptions>, identity?: WorkloadIdentity) => warningsOf(() =>
      newScaler(newChart(), { connections: { jobs: Connection.sqs({ region: 'eu-central-1', ...options }) }, identity }));

    test('with neither an access key nor an identity', () => {
      expect(warnings({})).toEqual([
        'chart/scaler: connections.jobs.accessKey: got nothing; without it and without an identity of the scaler chart/scaler AWS refuses each reading of the queue; '
        + 'give the scaler an identity such as WorkloadIdentity.awsPodIdentity(), or the connection an access key',
      ]);
    });

    test('not with one of them', () => {
      const secret = Secret.fromSecretName(newChart(), 'aws', 'aws');
      expect(warnings({ accessKey: { id: { secret }, secret: { secret } } })).toEqual([]);
      expect(warnings({}, WorkloadIdentity.awsPodIdentity())).toEqual([]);
    });
  });
});
