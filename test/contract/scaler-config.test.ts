import { CONNECTIONS, parseScalerConfig, renderScalerConfig, ScalerConfig } from '../../lib/contract';

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
    ['type', 'smoke-signals', `connections.jobs.type: got "smoke-signals"; expected one of ${Object.keys(CONNECTIONS).join(', ')}; use a Connection factory`],
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

  describe('a host', () => {
    const read = (host: string) => parseScalerConfig(JSON.stringify({ connections: { jobs: { ...CONFIG.connections.jobs, host } } }));

    test.each(['redis', 'redis.ml-platform', 'redis_1.ml', 'Redis.example.com.', '10.0.0.1', '::1', 'fd00::a:1'])('may be %s', (host) => {
      expect(read(host).connections.jobs).toMatchObject({ host });
    });

    test.each(['redis.ml:6379', 'redis://redis.ml', 'redis.ml/0', '[::1]', '[::1]:6379', 'user@redis', 'two hosts'])('is nothing but that: %s', (host) => {
      expect(() => read(host)).toThrow(
        `connections.jobs.host: got "${host}"; expected the name or the address of a host alone; leave out scheme, path and brackets, and give the port as such`);
    });
  });

  test('hosts of lists and of other servers are checked too', () => {
    const server = { host: 'a:1', port: 1, tls: false };
    const refusal = (connection: object) => expect(() => parseScalerConfig(JSON.stringify({ connections: { jobs: connection } })));
    refusal({ type: 'kafka', brokers: [server], tls: false }).toThrow('expected one of host, port');
    refusal({ type: 'kafka', brokers: [{ host: 'a:1', port: 1 }], tls: false }).toThrow('connections.jobs.brokers[0].host: got "a:1"');
    refusal({ type: 'redis-cluster', nodes: [{ host: 'a:1', port: 1 }], tls: false }).toThrow('connections.jobs.nodes[0].host: got "a:1"');
    refusal({ type: 'redis-sentinel', sentinels: [{ host: 'a:1', port: 1 }], primary: 'p', database: 0, tls: false }).toThrow('connections.jobs.sentinels[0].host: got "a:1"');
    refusal({ type: 'nats', ...server }).toThrow('connections.jobs.host: got "a:1"');
    refusal({ type: 'postgresql', ...server, database: 'd', username: 'u', queries: {} }).toThrow('connections.jobs.host: got "a:1"');
    refusal({ type: 'mysql', ...server, database: 'd', username: 'u', queries: {} }).toThrow('connections.jobs.host: got "a:1"');
  });

  test.each([1, 65535])('accepts port %p', (port) => {
    const { connections: { jobs } } = parseScalerConfig(JSON.stringify({ connections: { jobs: { ...CONFIG.connections.jobs, port } } }));
    expect(jobs).toMatchObject({ port });
  });
});
