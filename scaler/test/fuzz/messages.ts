import fc from 'fast-check';
import { EXTERNAL_SCALER_SERVICE } from '../../src/external-scaler-proto';
import { memory, METRIC, ref } from '../support';

/** The body of a call, which is no message of the contract, or none at all. */
export interface MessageCase {
  readonly path: string;
  readonly body: Buffer;
}

const VALID = EXTERNAL_SCALER_SERVICE.GetMetrics.requestSerialize({ scaledObjectRef: ref(memory()), metricName: METRIC });

/** What else can be called. */
const BESIDE = ['/grpc.health.v1.Health/Check', '/grpc.health.v1.Health/Watch', '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo'];

/** A message with its prefix, whose flag and length may be wrong. */
function prefixed(flag: number, length: number, message: Uint8Array): Buffer {
  const body = Buffer.alloc(5 + message.length);
  body.writeUInt8(flag, 0);
  body.writeUInt32BE(length, 1);
  body.set(message, 5);
  return body;
}

/** A right message, some bytes of which are others. */
const corrupted = fc.array(fc.tuple(fc.nat(VALID.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }).map((changes) => {
  const message = Buffer.from(VALID);
  changes.forEach(([at, byte]) => message.writeUInt8(byte, at));
  return message;
});
const message = fc.oneof(corrupted, fc.uint8Array({ maxLength: 200 }));
const whole = message.map((content) => prefixed(0, content.length, content));

export const messageCase: fc.Arbitrary<MessageCase> = fc.record({
  path: fc.oneof(
    { arbitrary: fc.constantFrom(...Object.values(EXTERNAL_SCALER_SERVICE).map(({ path }) => path)), weight: 8 },
    { arbitrary: fc.constantFrom(...BESIDE), weight: 2 },
    { arbitrary: fc.webPath(), weight: 1 },
  ),
  body: fc.oneof(
    { arbitrary: whole, weight: 6 },
    { arbitrary: fc.tuple(fc.nat(255), fc.nat(2 ** 32 - 1), message).map((parts) => prefixed(...parts)), weight: 2 },
    { arbitrary: fc.array(whole, { maxLength: 3 }).map((several) => Buffer.concat(several)), weight: 1 },
    { arbitrary: fc.uint8Array({ maxLength: 64 }).map((content) => Buffer.from(content)), weight: 1 },
  ),
});
