import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { SCALER_RUNTIME } from '../../lib/contract';
import { hostAndPort, readSettings } from '../src/settings';

/** Puts a default of the pod to a place that the test owns. */
function defaultOf(name: 'configFile' | 'tlsDirectory', path: string): void {
  jest.replaceProperty(SCALER_RUNTIME as { [key in typeof name]: string }, name, path);
}

describe('settings', () => {
  const directory = mkdtempSync(join(tmpdir(), 'settings-'));
  const absent = join(directory, 'absent');

  beforeEach(() => {
    defaultOf('configFile', absent);
    defaultOf('tlsDirectory', absent);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  test('defaults: every address of the pod, no connections, plain text, no overrides', () => {
    expect(readSettings({})).toEqual({
      grpcAddress: '0.0.0.0:6000', healthAddress: '0.0.0.0:8080', config: { connections: {} }, tlsDirectory: undefined, targetsFile: undefined,
    });
  });

  test('a folder of certificates at its default place is used, not passed over for plain text', () => {
    defaultOf('tlsDirectory', directory);
    expect(readSettings({}).tlsDirectory).toBe(directory);
  });

  test('a configuration at its default place is read', () => {
    const file = join(directory, 'scaler.json');
    const config = { connections: { jobs: { type: 'redis', host: 'redis', port: 6379, database: 0, tls: false } } };
    writeFileSync(file, JSON.stringify(config));
    defaultOf('configFile', file);
    expect(readSettings({}).config).toEqual(config);
  });

  test('the environment decides over the default places', () => {
    defaultOf('tlsDirectory', directory);
    const env = { GRPC_ADDRESS: '127.0.0.1:0', HEALTH_ADDRESS: '127.0.0.1:65535', TLS_DIRECTORY: '/certs', TARGETS_FILE: '/targets.json' };
    expect(readSettings(env)).toMatchObject({
      grpcAddress: '127.0.0.1:0', healthAddress: '127.0.0.1:65535', tlsDirectory: '/certs', targetsFile: '/targets.json',
    });
  });

  test.each([
    ['0.0.0.0:6000', '0.0.0.0', 6000], ['localhost:0', 'localhost', 0], ['[::]:65535', '::', 65535],
  ])('the parts of %p', (address, host, port) => {
    expect(readSettings({ GRPC_ADDRESS: address }).grpcAddress).toBe(address);
    expect(hostAndPort(address)).toEqual({ host, port });
  });

  test.each(['', ':6000', '6000', 'localhost', 'localhost:', 'localhost:-1', 'localhost:65536'])('%p is no address', (address) => {
    expect(() => readSettings({ HEALTH_ADDRESS: address })).toThrow(`HEALTH_ADDRESS: got "${address}"; expected host:port; set HEALTH_ADDRESS, for example 0.0.0.0:8080`);
  });

  test('a configuration that is named has to be there', () => {
    expect(() => readSettings({ CONFIG_FILE: absent })).toThrow('which cannot be read');
  });
});
