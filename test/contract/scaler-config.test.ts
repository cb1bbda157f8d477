import { parseScalerConfig, renderScalerConfig, ScalerConfig } from '../../lib/contract';

const CONFIG: ScalerConfig = {
  connections: {
    jobs: {
      type: 'redis', host: 'redis.ml-platform', port: 6379, database: 0, username: 'scaler', passwordFile: '/secrets/jobs/password', tls: true, caFile: '/secrets/jobs/ca.crt',
    },
  },
};

describe('scaler configuration', () => {
  test('what one side writes the other reads', () => {
    expect(parseScalerConfig(renderScalerConfig(CONFIG))).toEqual(CONFIG);
  });

  test('may have no connection', () => {
    expect(parseScalerConfig('{"connections": {}}')).toEqual({ connections: {} });
  });

  test.each([
    ['not JSON', 'connections:', 'scaler configuration: got "connections:"; expected a JSON object'],
    ['no connections', '{}', 'connections: got nothing; expected an object of connections by name; write {"connections": {}} for none'],
    ['a list', '[]', 'connections: got nothing'],
  ])('refuses %s', (_, file, message) => {
    expect(() => parseScalerConfig(file)).toThrow(message);
  });

  test.each([
    ['type', 'smoke-signals', 'connections.jobs.type: got "smoke-signals"; expected one of redis, redis-cluster, redis-sentinel, sqs'],
    ['host', '', 'connections.jobs.host: got ""; expected a non-empty string'],
    ['port', 0, 'connections.jobs.port: got 0; expected a whole number from 1 to 65535'],
    ['port', 65536, 'connections.jobs.port: got 65536'],
    ['port', '6379', 'connections.jobs.port: got "6379"'],
    ['database', -1, 'connections.jobs.database: got -1'],
    ['tls', 'yes', 'connections.jobs.tls: got "yes"; expected true or false'],
    ['password', 'secret', 'connections.jobs.password: got "secret"; expected one of type, host'],
    ['passwordFile', 5, 'connections.jobs.passwordFile: got 5'],
  ])('refuses %s %p', (field, value, message) => {
    const file = JSON.stringify({ connections: { jobs: { ...CONFIG.connections.jobs, [field]: value } } });
    expect(() => parseScalerConfig(file)).toThrow(message);
  });

  test.each([1, 65535])('accepts port %p', (port) => {
    const file = JSON.stringify({ connections: { jobs: { ...CONFIG.connections.jobs, port } } });
    expect(parseScalerConfig(file).connections.jobs).toMatchObject({ port });
  });
});
