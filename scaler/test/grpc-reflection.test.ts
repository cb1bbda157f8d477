import { ClientDuplexStream, credentials, makeClientConstructor, ServiceDefinition, ServiceError, status } from '@grpc/grpc-js';
import { loadFileDescriptorSetFromBuffer } from '@grpc/proto-loader';
import { FileDescriptorProto, FileDescriptorSet } from 'protobufjs/ext/descriptor';
import { memory, METRIC, ref, start } from './support';
import { REFLECTION_SERVICE, ReflectionRequest, ReflectionResponse } from '../src/grpc-reflection';
import { Scaler } from '../src/scaler';

interface ReflectionClient {
  ServerReflectionInfo(): ClientDuplexStream<ReflectionRequest, ReflectionResponse>;
  close(): void;
}

interface ExternalScalerOfReflection {
  GetMetricSpec(request: object, callback: (error: ServiceError | null, answer: object) => void): void;
  close(): void;
}

describe('grpc.reflection.v1', () => {
  let scaler: Scaler;
  let client: ReflectionClient;

  beforeAll(async () => {
    scaler = await start();
    client = new (makeClientConstructor(REFLECTION_SERVICE, 'ServerReflection'))(`127.0.0.1:${scaler.grpcPort}`, credentials.createInsecure()) as unknown as ReflectionClient;
  });
  afterAll(async () => {
    client.close();
    await scaler.stop();
  });

  /** Asks one after the other on one stream, as grpcurl does. */
  const ask = (...requests: ReflectionRequest[]) => new Promise<ReflectionResponse[]>((resolve, reject) => {
    const call = client.ServerReflectionInfo();
    const answers: ReflectionResponse[] = [];
    call.on('data', (answer: ReflectionResponse) => answers.push(answer));
    call.on('error', reject);
    call.on('end', () => resolve(answers));
    requests.forEach((request) => call.write(request));
    call.end();
  });

  test('lists what can be called', async () => {
    const [{ list_services_response: listed }] = await ask({ list_services: '*' });
    expect(listed!.service).toEqual([{ name: 'externalscaler.ExternalScaler' }, { name: 'grpc.health.v1.Health' }]);
  });

  test.each(['externalscaler.ExternalScaler', 'externalscaler.ScaledObjectRef'])('describes %s, and a client that is made of it can call', async (symbol) => {
    const [{ file_descriptor_response: described, original_request: asked }] = await ask({ file_containing_symbol: symbol });
    expect(asked.file_containing_symbol).toBe(symbol);
    const file = described!.file_descriptor_proto.map((bytes) => FileDescriptorProto.decode(bytes));
    const found = loadFileDescriptorSetFromBuffer(Buffer.from(FileDescriptorSet.encode({ file }).finish()), { keepCase: true });
    const made = new (makeClientConstructor(found['externalscaler.ExternalScaler'] as ServiceDefinition, 'ExternalScaler'))(
      `127.0.0.1:${scaler.grpcPort}`, credentials.createInsecure()) as unknown as ExternalScalerOfReflection;
    // The library takes a map out of a description for a list of its entries, which is the same on the wire.
    const { scalerMetadata, ...object } = ref(memory());
    const request = { ...object, scalerMetadata: Object.entries(scalerMetadata).map(([key, value]) => ({ key, value })) };
    const specs = await new Promise<object>((resolve, reject) => {
      made.GetMetricSpec(request, (error, answer) => (error === null ? resolve(answer) : reject(error)));
    });
    made.close();
    expect(specs).toMatchObject({ metricSpecs: [{ metricName: METRIC, targetSizeFloat: 5 }] });
  });

  test('describes the health protocol too', async () => {
    const [{ file_descriptor_response: described }] = await ask({ file_containing_symbol: 'grpc.health.v1.Health' });
    expect(described!.file_descriptor_proto.map((bytes) => FileDescriptorProto.decode(bytes).toJSON())).toMatchObject([{ package: 'grpc.health.v1' }]);
  });

  test('says what there is when something else is asked for, and goes on', async () => {
    const [unknown, known] = await ask({ file_containing_symbol: 'other.Service' }, { list_services: '' });
    expect(unknown.error_response).toEqual({
      error_code: status.NOT_FOUND,
      error_message: 'symbol: got "other.Service"; expected one of externalscaler.ExternalScaler, grpc.health.v1.Health',
    });
    expect(known.list_services_response!.service).toHaveLength(2);
  });
});
