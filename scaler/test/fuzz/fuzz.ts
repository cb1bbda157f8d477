import fc from 'fast-check';
import { Writer } from 'protobufjs';
import { conversation } from './frames';
import { fault } from './judge';
import { messageCase } from './messages';
import { MetadataCase, metadataCase } from './metadata';
import { converse, Ending, RawClient } from './raw-client';
import { EXTERNAL_SCALER_SERVICE } from '../../src/external-scaler-proto';

/** What one round sends. */
const CASES = { metadata: 20, messages: 20, frames: 460 };

export const CASES_A_ROUND = CASES.metadata + CASES.messages + CASES.frames;

const ROUND = fc.record({
  metadata: fc.array(metadataCase, { minLength: CASES.metadata, maxLength: CASES.metadata, size: 'max' }),
  messages: fc.array(messageCase, { minLength: CASES.messages, maxLength: CASES.messages, size: 'max' }),
  frames: conversation(CASES.frames),
});

/** Rounds at a time. */
const UNDER_WAY = 4;

/** Rounds of random metadata, messages and frames, and what has become of them. */
export class Fuzz {
  public readonly findings: string[] = [];
  /** How many answers to metadata had each status. */
  public readonly statuses: { [status: number]: number } = {};
  /** How many connections ended so. */
  public readonly endings: { [ending in Ending]: number } = { 'listens on': 0, 'closed by the server': 0, 'waits for the rest of a frame': 0 };
  private rounds = 0;

  /** @param next the first round; what it sends is known by its number and the seed */
  public constructor(private readonly address: string, private readonly seed: number, private next: number) {}

  public get cases(): number {
    return this.rounds * CASES_A_ROUND;
  }

  public async run(rounds: number): Promise<void> {
    const end = this.next + rounds;
    await Promise.all(Array.from({ length: UNDER_WAY }, async () => {
      while (this.next < end) {
        const round = this.next++;
        const client = new RawClient(this.address);
        await this.send(client, round).catch((error: Error) => this.found(round, error.message));
        client.close();
        this.rounds++;
      }
    }));
  }

  private async send(client: RawClient, round: number): Promise<void> {
    const [{ metadata, messages, frames }] = fc.sample(ROUND, { seed: this.seed + round, numRuns: 1 });
    await Promise.all([
      ...metadata.map(async (one) => {
        const answer = await client.call(EXTERNAL_SCALER_SERVICE[one.method].path, requestOf(one), one.method.startsWith('Stream') ? 'a message' : 'the end');
        const status = answer.code ?? NaN;
        this.statuses[status] = (this.statuses[status] ?? 0) + 1;
        const wrong = fault(one, answer);
        if (wrong !== undefined) {
          this.found(round, `${wrong}; to ${JSON.stringify(one)}`);
        }
      }),
      ...messages.map(({ path, body }) => client.call(path, body, 'a message')), // whatever the answer is, there is one
      converse(this.address, frames).then((ending) => this.endings[ending]++),
    ]);
  }

  private found(round: number, what: string): void {
    this.findings.push(what);
    console.log(`FINDING in round ${round} (again: --seed ${this.seed} --round ${round} --cases ${CASES_A_ROUND}): ${what.slice(0, 2000)}`);
  }
}

/** The message of a call with its prefix. Written by hand, so that `__proto__` can be a key. */
function requestOf({ method, ref: { name, namespace, scalerMetadata }, metricName }: MetadataCase): Uint8Array {
  const ref = Writer.create().uint32(10).string(name).uint32(18).string(namespace);
  for (const [key, value] of Object.entries(scalerMetadata)) {
    ref.uint32(26).fork().uint32(10).string(key).uint32(18).string(value).ldelim();
  }
  const bytes = (method === 'GetMetrics' ? Writer.create().uint32(10).bytes(ref.finish()).uint32(18).string(metricName) : ref).finish();
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([prefix, bytes]);
}
