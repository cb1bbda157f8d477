import { Secret } from 'cdk8s-plus-28';
import { Connection, SqsConnectionOptions } from '../../../lib';
import { parseScalerConfig } from '../../../lib/contract';
import { newChart, newScaler, Synthesized } from '../../support/synth';

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
    [{ endpoint: 'localhost:4566' }, 'connections.jobs.endpoint: got "localhost:4566"; expected a URL that starts with http:// or https://'],
  ])('refuses %j', (wrong, message) => {
    expect(() => synthesized({ region: 'eu-central-1', ...wrong })).toThrow(message);
  });
});
