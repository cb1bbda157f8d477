/** `external-scaler-conformance`: the conformance kit on the command line. */
import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { Metadata, readMetadata, withPair } from './metadata';
import { ConformanceOptions, TlsFiles } from './options';
import { reportJson } from './report/json';
import { reportJunit } from './report/junit';
import { resultText, ruleText, summaryText } from './report/text';
import { Rule } from './rule';
import { RULES } from './rules';
import { RuleResult, runConformance } from './run';
import { runShell } from './shell';

const ABOUT = `
It calls the scaler as KEDA 2.21 does and knows nothing of what is behind it. What a rule needs and was not given is reported as "not checked", with how
to give it. Commands run in the shell; what they print goes to standard error. Give it a scaler, a queue and a backend of their own: no other work.

Exit code: 0 every rule that was checked holds, 1 one does not, 2 wrong usage or no scaler.

Begin with:
  $ external-scaler-conformance localhost:6000 --metadata queue=jobs --metadata target=5

Everything, for a scaler that pushes and reads a Redis list:
  $ external-scaler-conformance localhost:6000 --push --metadata-file trigger.yaml --invalid-metadata target=none \\
      --enqueue 'redis-cli rpush jobs x' --drain 'redis-cli del jobs' \\
      --break 'kill -STOP $(pidof redis-server)' --mend 'kill -CONT $(pidof redis-server)' \\
      --restart 'systemctl restart my-scaler'

where trigger.yaml is the trigger of a ScaledObject:
  type: external-push
  metadata:
    queue: jobs
    target: "5"`;

interface Flags {
  readonly metadata?: Metadata;
  readonly metadataFile?: Metadata;
  readonly invalidMetadata?: Metadata;
  readonly name?: string;
  readonly namespace?: string;
  readonly activationThreshold?: number;
  readonly push?: boolean;
  readonly enqueue?: string;
  readonly drain?: string;
  readonly break?: string;
  readonly mend?: string;
  readonly restart?: string;
  readonly tls?: boolean;
  readonly tlsCa?: Buffer;
  readonly tlsCert?: Buffer;
  readonly tlsKey?: Buffer;
  readonly rule?: readonly Rule[];
  readonly format: 'text' | 'json' | 'junit';
}

const program = new Command('external-scaler-conformance')
  .description('Plays KEDA against any external scaler and says which of its rules the scaler breaks, why that matters, and what to do.')
  .argument('[address]', 'where the scaler listens, host:port')
  .addOption(new Option('--metadata <key=value>', 'metadata of a trigger that the scaler accepts; may be given several times').argParser(argument(withPair)))
  .addOption(new Option('--metadata-file <trigger.yaml>', 'the same from a file: the metadata, or the trigger that has it').argParser(argument(readMetadata)))
  .addOption(new Option('--invalid-metadata <key=value>', 'what makes the metadata wrong, so that the scaler has to refuse it; may be given several times').argParser(argument(withPair)))
  .option('--name <name>', 'name of the ScaledObject that is sent (default: conformance)')
  .option('--namespace <namespace>', 'its namespace (default: default)')
  .addOption(new Option('--activation-threshold <n>', 'the scaler is active above this value (default: 0)').argParser(argument(threshold)))
  .option('--push', 'triggers are of type external-push: check the streams too')
  .option('--enqueue <command>', 'adds so much work that the scaler has to be active, one job if possible')
  .option('--drain <command>', 'takes all work away')
  .option('--break <command>', "takes the scaler's backend away; hanging it finds more than ending it")
  .option('--mend <command>', 'brings the backend back')
  .option('--restart <command>', 'restarts the scaler as a rollout does: SIGTERM, then a new one at the same address')
  .option('--tls', 'speak TLS, and trust the authorities that Node trusts')
  .addOption(pem('--tls-ca', 'speak TLS, and trust this authority'))
  .addOption(pem('--tls-cert', 'client certificate, together with --tls-key'))
  .addOption(pem('--tls-key', 'its private key'))
  .addOption(new Option('--rule <name>', 'check only this rule; may be given several times').argParser(argument(withRule)))
  .addOption(new Option('--format <format>', 'of the report on standard output').choices(['text', 'json', 'junit']).default('text'))
  .option('--list', 'show all rules and end')
  .addHelpText('after', ABOUT)
  .showHelpAfterError('(add --help for what is possible)')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

async function main(signal: AbortSignal): Promise<void> {
  program.parse();
  if (program.opts().list === true) {
    console.log(RULES.map(ruleText).join('\n\n'));
    return;
  }
  const flags = program.opts<Flags>();
  const options = conformanceOptions(program.args[0], flags);
  const text = flags.format === 'text';
  const onResult = text ? (result: RuleResult) => console.log(resultText(result)) : undefined;
  const report = await runConformance(options, { rules: flags.rule, signal, onResult });
  console.log(text ? summaryText(report) : flags.format === 'json' ? reportJson(report) : reportJunit(report));
  process.exitCode = report.conforms ? 0 : 1;
}

function conformanceOptions(address: string | undefined, flags: Flags): ConformanceOptions {
  if (address === undefined) {
    throw new Error('address: got nothing; expected host:port of the scaler; add --help for an example');
  }
  requireBoth('--enqueue', flags.enqueue, '--drain', flags.drain);
  requireBoth('--break', flags.break, '--mend', flags.mend);
  requireBoth('--tls-cert', flags.tlsCert, '--tls-key', flags.tlsKey);
  const shell = (flag: string, command: string) => () => runShell(flag, command);
  return {
    ...flags,
    address,
    metadata: { ...flags.metadataFile, ...flags.metadata },
    tls: tlsFiles(flags),
    work: flags.enqueue === undefined ? undefined : { enqueue: shell('--enqueue', flags.enqueue), drain: shell('--drain', flags.drain!) },
    backend: flags.break === undefined ? undefined : { break: shell('--break', flags.break), mend: shell('--mend', flags.mend!) },
    restart: flags.restart === undefined ? undefined : shell('--restart', flags.restart),
  };
}

function tlsFiles({ tls, tlsCa: authority, tlsCert: certificate, tlsKey: key }: Flags): TlsFiles | undefined {
  return tls === true || authority !== undefined || certificate !== undefined ? { authority, certificate, key } : undefined;
}

function requireBoth(one: string, first: unknown, other: string, second: unknown): void {
  if ((first === undefined) !== (second === undefined)) {
    const [given, absent] = first === undefined ? [other, one] : [one, other];
    throw new Error(`${absent}: got nothing; expected it together with ${given}; add ${absent}`);
  }
}

function withRule(name: string, before: readonly Rule[] = []): readonly Rule[] {
  const rule = RULES.find((each) => each.name === name);
  if (rule === undefined) {
    throw new Error(`got ${JSON.stringify(name)}; expected a rule; see --list`);
  }
  return [...before, rule];
}

function threshold(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !(number >= 0)) {
    throw new Error(`got ${JSON.stringify(text)}; expected a number of at least 0`);
  }
  return number;
}

function pem(flag: string, description: string): Option {
  return new Option(`${flag} <file>`, `${description} (PEM)`).argParser(argument((file) => readFileSync(file)));
}

/** Whatever is wrong with an argument is said beside its flag. */
function argument<T>(read: (text: string, before?: T) => T): (text: string, before?: T) => T {
  return (text, before) => {
    try {
      return read(text, before);
    } catch (error) {
      throw new InvalidArgumentError((error as Error).message);
    }
  };
}

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => interrupted.abort(new Error('interrupted; the backend is back and no work is left'))); // a second signal does not wait for that
}

// A call that was given up may still be open, and holds nobody up.
main(interrupted.signal).then(() => process.exit(), (error: Error) => {
  console.error(`error: ${error.message}`);
  process.exit(interrupted.signal.aborted ? 130 : 2);
});
