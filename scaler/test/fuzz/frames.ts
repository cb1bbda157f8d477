import fc from 'fast-check';

/**
 * Frames of HTTP/2.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9113#section-4.1
 */
const TYPE = { data: 0, headers: 1, priority: 2, reset: 3, settings: 4, ping: 6, goAway: 7, windowUpdate: 8, continuation: 9 } as const;

/** What a client says first. */
export const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

/** An empty SETTINGS frame, with which a client goes on. */
export const SETTINGS = frame(TYPE.settings, 0, 0, Buffer.alloc(0));

/** A PING, which a server that still listens answers. */
export const PING = frame(TYPE.ping, 0, 0, Buffer.alloc(8, 47));

function frame(type: number, flags: number, stream: number, payload: Uint8Array, length: number = payload.length): Buffer {
  const bytes = Buffer.alloc(9 + payload.length);
  bytes.writeUIntBE(length, 0, 3);
  bytes.writeUInt8(type, 3);
  bytes.writeUInt8(flags, 4);
  bytes.writeUInt32BE(stream, 5);
  bytes.set(payload, 9);
  return bytes;
}

/** A DATA frame with a message of gRPC, that is all the client has to say. */
export function dataFrame(stream: number, message: Uint8Array): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  return frame(TYPE.data, 1, stream, Buffer.concat([prefix, message]));
}

/** A frame that claims to be longer than any may be, after which nobody can tell where the next one begins. */
export const TOO_LONG = frame(TYPE.data, 0, 1, Buffer.alloc(4), 2 ** 23);

/** A field of a header block, neither indexed nor compressed. */
function field(name: string, value: string): Buffer {
  return Buffer.concat([Buffer.from([0, name.length]), Buffer.from(name), Buffer.from([value.length]), Buffer.from(value)]);
}

const bytes = (maxLength: number) => fc.uint8Array({ maxLength });
const exactly = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const byte = fc.nat(255);
const anyId = fc.nat(2 ** 31 - 1);

/** The calls of a connection, by the numbers of their streams. A client's are odd. */
interface Calls {
  next: number;
  /** Those that the client has not ended. */
  readonly open: number[];
}

/** What is said next on a connection, which may depend on what was said. */
type Say = (calls: Calls) => Buffer;

/** A HEADERS frame that begins a call. */
export function callFrame(stream: number, method: string, isLast: boolean): Buffer {
  return frame(TYPE.headers, 4 + (isLast ? 1 : 0), stream, Buffer.concat([
    field(':method', 'POST'), field(':scheme', 'http'), field(':path', `/externalscaler.ExternalScaler/${method}`), field(':authority', 'scaler'),
    field('content-type', 'application/grpc'), field('te', 'trailers'),
  ]));
}

const call = fc.record({ method: fc.constantFrom('GetMetricSpec', 'GetMetrics', 'IsActive', 'StreamIsActive', 'StreamMetricSpec', 'Nothing'), isLast: fc.boolean() })
  .map(({ method, isLast }): Say => (calls) => {
    const id = calls.next;
    calls.next += 2;
    if (!isLast) {
      calls.open.push(id);
    }
    return callFrame(id, method, isLast);
  });
const ofOpen = (type: number, payload: fc.Arbitrary<Uint8Array>, ends: fc.Arbitrary<boolean>) => fc.tuple(fc.nat(1000), payload, ends)
  .map(([which, content, isLast]): Say => ({ open }) => {
    if (open.length === 0) {
      return PING;
    }
    const at = which % open.length;
    const [id] = isLast ? open.splice(at, 1) : [open[at]];
    return frame(type, isLast ? 1 : 0, id, content);
  });
const ofAny = (type: number, payload: fc.Arbitrary<Uint8Array>) => fc.tuple(fc.nat(1000), byte, payload)
  .map(([which, flags, content]): Say => ({ next }) => frame(type, flags, next === 1 ? 1 : 2 * (which % ((next - 1) / 2)) + 1, content));
const numbered = (type: fc.Arbitrary<number>, id: fc.Arbitrary<number>, payload: fc.Arbitrary<Uint8Array>) => fc.tuple(type, byte, id, payload)
  .map(([of, flags, stream, content]): Say => () => frame(of, flags, stream, content));

const message = bytes(32).map((content) => Buffer.concat([Buffer.from([0, 0, 0, 0, content.length]), content]));
/** Sizes of tables and lists, the number of streams, and what nobody knows. */
const setting = fc.tuple(fc.constantFrom(1, 3, 6, 47), anyId).map(([id, value]): Say => {
  const payload = Buffer.alloc(6);
  payload.writeUInt16BE(id, 0);
  payload.writeUInt32BE(value, 2);
  return () => frame(TYPE.settings, 0, 0, payload);
});

/** Frames that a client may send. */
const wellFormed: fc.Arbitrary<Say> = fc.oneof(
  { arbitrary: call, weight: 4 },
  { arbitrary: ofOpen(TYPE.data, message, fc.boolean()), weight: 4 },
  { arbitrary: ofOpen(TYPE.reset, exactly(4), fc.constant(true)), weight: 1 },
  { arbitrary: ofAny(TYPE.priority, exactly(5)), weight: 1 },
  { arbitrary: exactly(8).map((content): Say => () => frame(TYPE.ping, 0, 0, content)), weight: 2 },
  { arbitrary: setting, weight: 1 },
  { arbitrary: numbered(fc.integer({ min: 16, max: 255 }), anyId, bytes(32)), weight: 3 }, // of a type that nobody knows
);

/** Frames that a client may not send, or after which the connection cannot go on. */
const malformed: fc.Arbitrary<Say> = fc.oneof(
  ofAny(TYPE.headers, bytes(64)),
  ofAny(TYPE.continuation, bytes(32)),
  ofAny(TYPE.data, bytes(32)),
  ofAny(TYPE.windowUpdate, exactly(4)),
  numbered(fc.constant(TYPE.settings), fc.constant(0), bytes(18)),
  numbered(fc.constant(TYPE.goAway), fc.constant(0), bytes(16)),
  numbered(byte, anyId, bytes(64)),
  fc.tuple(byte, bytes(16), fc.nat(2 ** 24 - 1)).map(([type, content, length]): Say => () => frame(type, 0, 1, content, length)), // longer or shorter than it says
  bytes(64).map((content): Say => () => Buffer.from(content)),
);

const anything = fc.oneof({ arbitrary: wellFormed, weight: 600 }, { arbitrary: malformed, weight: 1 });

/** What a client says on one connection after its preface. */
export function conversation(frames: number): fc.Arbitrary<readonly Buffer[]> {
  return fc.array(anything, { minLength: frames, maxLength: frames, size: 'max' }).map((said) => {
    const calls: Calls = { next: 1, open: [] };
    return said.map((say) => say(calls));
  });
}
