import { ClientReadableStream, credentials, makeClientConstructor, ServiceError, status } from '@grpc/grpc-js';
import { start } from './support';
import { Stream } from '../../conformance/src/keda/stream';
import { HEALTH_SERVICE, HealthCheckRequest, HealthCheckResponse } from '../src/grpc-health';
import { Scaler } from '../src/scaler';

interface HealthClient {
  Check(request: HealthCheckRequest, callback: (error: ServiceError | null, answer?: HealthCheckResponse) => void): void;
  Watch(request: HealthCheckRequest): ClientReadableStream<HealthCheckResponse>;
  close(): void;
}

describe('grpc.health.v1', () => {
  let scaler: Scaler;
  let client: HealthClient;

  beforeAll(async () => {
    scaler = await start();
    client = new (makeClientConstructor(HEALTH_SERVICE, 'Health'))(`127.0.0.1:${scaler.grpcPort}`, credentials.createInsecure()) as unknown as HealthClient;
  });
  afterAll(() => client.close());

  const check = (service: string) => new Promise<HealthCheckResponse>((resolve, reject) => {
    client.Check({ service }, (error, answer) => (error === null ? resolve(answer!) : reject(error)));
  });

  test.each(['', 'externalscaler.ExternalScaler'])('%p is serving', async (service) => {
    expect(await check(service)).toEqual({ status: 'SERVING' });
  });

  test('another service is not found', async () => {
    await expect(check('other')).rejects.toMatchObject({
      code: status.NOT_FOUND, details: 'service: got "other"; expected "" or "externalscaler.ExternalScaler"; correct the probe',
    });
  });

  test('who watches is told that the server stops, and then the stream ends with OK', async () => {
    const watch = new Stream<HealthCheckResponse>(client.Watch({ service: '' }));
    expect((await watch.count(1)).value).toEqual({ status: 'SERVING' });
    await scaler.stop();
    expect((await watch.count(2)).value).toEqual({ status: 'NOT_SERVING' });
    expect(await watch.end()).toBe('OK');
  });
});
