import { readFileSync } from 'fs';
import { join } from 'path';
import { ServerCredentials } from '@grpc/grpc-js';
import { Defect, SmallScaler, TIMES } from './small-scaler';
import { createAuthority, issue } from '../../rehearsal/src/control-plane/pki';
import { ConformanceOptions, Report, RULES, runConformance, TlsFiles } from '../src';

/** One rule, and the defects that break it and no other. */
const BROKEN: readonly (readonly [rule: string, ...defects: Defect[]])[] = [
  ['one-metric-spec', 'no spec', 'two specs'],
  ['metric-name', 'name with a slash'],
  ['stable-spec', 'target that changes'],
  ['target', 'target below the least'],
  ['one-value', 'no value', 'two values'],
  ['value-name', 'value of another name'],
  ['value', 'NaN'],
  ['one-number', 'float and integer differ'],
  ['active-agrees', 'inactive while busy', 'no IsActive'],
  ['follows-work', 'blind to work'],
  ['deadline', 'slow'],
  ['invalid-metadata', 'takes any metadata'],
  ['plaintext-refused', 'takes plain text'],
  ['client-certificate', 'takes any client'],
  ['quiet-connection', 'forgets quiet connections'],
  ['stream-state', 'silent at the open'],
  ['stream-edge', 'no edges'],
  ['stream-stays', 'ends streams early'],
  ['stream-metric-spec', 'streams another target'],
  ['many-streams', 'few streams'],
  ['stream-restart', 'ends streams with an error'],
  ['survives-restart', 'another name after a restart'],
  ['fault-recovery', 'never recovers'],
  ['fault-deadline', 'hangs without backend'],
  ['fault-error', '0 without backend', 'inactive without backend'],
  ['fault-spec', 'no spec without backend'],
  ['reconnects', 'remembers every connection'],
];

/** A scaler, and everything that may be done to it. */
function allOf(scaler: SmallScaler, tls: TlsFiles | undefined): ConformanceOptions {
  return {
    address: `localhost:${scaler.port}`,
    metadata: { queue: 'jobs' },
    invalidMetadata: { queue: 'none' },
    tls,
    push: true,
    work: { enqueue: async () => scaler.enqueue(), drain: async () => scaler.drain() },
    backend: { break: async () => scaler.break(), mend: async () => scaler.mend() },
    restart: () => scaler.restart(),
    times: TIMES,
  };
}

function failed({ results }: Report): readonly string[] {
  return results.filter(({ outcome }) => outcome === 'failed').map(({ rule }) => rule.name);
}

// The rules are about real time, in which a busy machine may be late once.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

describe('the rules', () => {
  let tls: Required<TlsFiles>;
  let demanding: ServerCredentials;
  let lax: ServerCredentials;

  beforeAll(async () => {
    const authority = await createAuthority('ca');
    const server = await issue(authority, { commonName: 'scaler', dnsNames: ['localhost'] });
    const client = await issue(authority, { commonName: 'keda' });
    const ca = Buffer.from(authority.certificate);
    const pair = [{ cert_chain: Buffer.from(server.certificate), private_key: Buffer.from(server.key) }];
    tls = { authority: ca, certificate: Buffer.from(client.certificate), key: Buffer.from(client.key) };
    demanding = ServerCredentials.createSsl(ca, pair, true);
    lax = ServerCredentials.createSsl(ca, pair, false);
  });

  const play = async (defect?: Defect, server?: ServerCredentials) => {
    const scaler = await SmallScaler.start(defect, server);
    try {
      const report = await runConformance(allOf(scaler, server && tls));
      expect({ jobs: scaler.jobs, away: scaler.away }).toEqual({ jobs: 0, away: false }); // as it was found
      return report;
    } finally {
      await scaler.stop();
    }
  };

  test('each has a scaler that breaks it', () => {
    expect(BROKEN.map(([rule]) => rule)).toEqual(RULES.map(({ name }) => name));
  });

  test('each is in the documentation as it is', () => {
    const table = readFileSync(join(__dirname, '../../docs/conformance.md'), 'utf8');
    for (const { name, title, why, see } of RULES) {
      expect(table).toContain(`| \`${name}\` | ${title} | ${why} ([see](${see})) |`);
    }
  });

  test('a scaler that keeps all of them conforms', async () => {
    const report = await play(undefined, demanding);
    expect(report.results.filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
    expect(report.conforms).toBe(true);
  }, 60_000);

  test.each(BROKEN.flatMap(([rule, ...defects]) => defects.map((defect) => [rule, defect] as const)))('%s is broken by "%s", and no other is', async (rule, defect) => {
    // Without TLS, which is slow, where it does not matter.
    const server = rule === 'plaintext-refused' ? demanding : rule === 'client-certificate' ? lax : undefined;
    const report = await play(defect, server);
    expect(failed(report)).toEqual([rule]);
    expect(report.conforms).toBe(false);
    const { finding } = report.results.find(({ outcome }) => outcome === 'failed')!;
    expect(finding).toEqual({ expected: expect.stringMatching(/\w/), seen: expect.stringMatching(/\w/), advice: expect.stringMatching(/\w/) });
  }, 60_000);

  describe('with less given', () => {
    const playOne = async (rule: string, defect: Defect | undefined, more: Partial<ConformanceOptions>) => {
      const scaler = await SmallScaler.start(defect);
      try {
        const { results } = await runConformance({ ...allOf(scaler, undefined), ...more }, { rules: RULES.filter(({ name }) => name === rule) });
        return results[0];
      } finally {
        await scaler.stop();
      }
    };

    test.each([
      [undefined, 'ok'],
      ['0 without backend', 'failed'],
      ['inactive without backend', 'failed'],
    ] as const)('fault-error without work: defect %p is %s', async (defect, outcome) => {
      expect(await playOne('fault-error', defect, { work: undefined })).toMatchObject({ outcome });
    }, 20_000);

    test('a value up to the activation threshold is no reason to be active', async () => {
      expect(await playOne('active-agrees', undefined, { activationThreshold: 1 })).toMatchObject({
        outcome: 'failed', finding: { expected: 'IsActive false, at a value of 1 and a threshold of 1, after --enqueue', seen: 'true' },
      });
    }, 20_000);

    test('work that cannot be changed is the error of whoever gave it', async () => {
      const work = { enqueue: () => Promise.reject(new Error('the queue is full')), drain: async () => undefined };
      await expect(playOne('one-value', undefined, { work })).rejects.toThrow('the queue is full');
    }, 20_000);
  });
});
