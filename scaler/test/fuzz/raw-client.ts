import { ClientHttp2Session, ClientHttp2Stream, connect as connectHttp2, constants } from 'node:http2';
import { connect } from 'node:net';
import { status } from '@grpc/grpc-js';
import { PING, PREFACE, SETTINGS } from './frames';

/** What came of a call. */
export interface RawAnswer {
  /** Of gRPC; nothing if there was none. */
  readonly code?: status;
  readonly details: string;
  /** The first message, without its prefix. */
  readonly message?: Buffer;
}

const PREFIX_BYTES = 5;

/** What has no answer by then has none, however busy the machine is. */
export const PATIENCE_MS = 60_000;

/** A client of HTTP/2 that sends as a call whatever it is given. For few calls: Node ends a connection on which more than 33 a second are cancelled. */
export class RawClient {
  private readonly session: ClientHttp2Session;

  public constructor(address: string) {
    this.session = connectHttp2(`http://${address}`);
    this.session.on('error', () => undefined); // the calls fail by themselves
  }

  /**
   * One call: its headers, the body, and the answer up to its end, or to its first message if that is enough.
   *
   * @throws Error if no answer comes in time
   */
  public call(path: string, body: Uint8Array, until: 'the end' | 'a message'): Promise<RawAnswer> {
    const stream = this.session.request({ ':method': 'POST', ':path': path, 'content-type': 'application/grpc', 'te': 'trailers' });
    stream.end(body);
    return answerOf(stream, path, body, until);
  }

  public close(): void {
    this.session.destroy();
  }
}

function answerOf(stream: ClientHttp2Stream, path: string, body: Uint8Array, until: 'the end' | 'a message'): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let answer: RawAnswer = { details: 'the stream was reset' };
    const timer = setTimeout(() => {
      stream.close(constants.NGHTTP2_CANCEL);
      reject(new Error(`${path}: no answer within ${PATIENCE_MS} ms to ${Buffer.from(body).toString('hex').slice(0, 2000)}`));
    }, PATIENCE_MS);
    const note = (headers: { readonly [name: string]: unknown }) => {
      if (headers['grpc-status'] !== undefined) {
        answer = { code: Number(headers['grpc-status']), details: decodeURIComponent(String(headers['grpc-message'] ?? '')) };
      }
    };
    stream.on('response', note);
    stream.on('trailers', note);
    stream.on('data', (part: Buffer) => {
      parts.push(part);
      if (until === 'a message') {
        answer = { code: status.OK, details: '' };
        stream.close(constants.NGHTTP2_CANCEL);
      }
    });
    stream.on('error', () => undefined); // what came until then is the answer
    stream.on('close', () => {
      clearTimeout(timer);
      const bytes = Buffer.concat(parts);
      resolve(bytes.length < PREFIX_BYTES ? answer : { ...answer, message: bytes.subarray(PREFIX_BYTES, PREFIX_BYTES + bytes.readUInt32BE(1)) });
    });
  });
}

/** How a connection went on. */
export type Ending = 'listens on' | 'closed by the server' | 'waits for the rest of a frame';

/** How long a server that waits for the rest of a frame is waited for. */
const QUIET_MS = 300;

const PING_ANSWER = Buffer.concat([Buffer.from([0, 0, 8, 6, 1, 0, 0, 0, 0]), PING.subarray(9)]);

/** Opens a connection, says all of this, and waits until the server has read it or does not want to any more. */
export function converse(address: string, frames: readonly Buffer[]): Promise<Ending> {
  const { hostname, port } = new URL(`http://${address}`);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let heard = Buffer.alloc(0);
    const end = (ending: Ending) => {
      socket.destroy();
      resolve(ending);
    };
    socket.setTimeout(QUIET_MS, () => end('waits for the rest of a frame'));
    socket.on('data', (part) => {
      heard = Buffer.concat([heard.subarray(-PING_ANSWER.length), part]);
      if (heard.includes(PING_ANSWER)) {
        end('listens on');
      }
    });
    socket.on('error', () => undefined); // it is closed then
    socket.on('close', () => resolve('closed by the server'));
    socket.write(Buffer.concat([PREFACE, SETTINGS, ...frames, PING]));
  });
}
