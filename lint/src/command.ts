/** `gpu-autoscaler lint FILE…`. */
import { Command, InvalidArgumentError, Option } from 'commander';
import picocolors from 'picocolors';
import { jsonReport } from './format/json';
import { sarifReport } from './format/sarif';
import { textReport } from './format/text';
import { count, lint } from './lint';
import { InputError, readSources } from './read-manifests';
import { RULES } from '../../lib/rules';
import { IGNORE_ANNOTATION } from '../../lib/rules/check';
import { Rule } from '../../lib/rules/rule';

const ABOUT = `
Reads what is between objects, where a schema cannot look: a NodePool that kills the workers of a Deployment, a trigger that takes an
outage for an empty queue, a limit below the maximum. Nothing is sent anywhere, no cluster is asked. Name all files that belong together.

Examples:
  $ npx gpu-autoscaler lint k8s/                                 # all YAML files below a folder
  $ helm template . | npx gpu-autoscaler lint -                  # what a chart renders
  $ kubectl get scaledobjects,hpa,deployments,nodepools,ec2nodeclasses,pdb -A -o yaml | npx gpu-autoscaler lint -
  $ npx gpu-autoscaler lint --format sarif k8s/ > lint.sarif     # for code scanning

Exit status: 0 nothing found, or warnings only; 1 errors (with --strict also warnings); 2 input that cannot be read.
To exempt an object, annotate it: ${IGNORE_ANNOTATION}: rule-a,rule-b`;

/** What a pipeline can tell apart. */
const EXIT = { found: 1, badInput: 2 };

interface LintFlags {
  readonly format: 'text' | 'json' | 'sarif';
  readonly rule: readonly Rule[];
  readonly strict?: boolean;
  readonly listRules?: boolean;
}

/** Adds `lint` to the program. */
export function registerLint(program: Command): void {
  program.command('lint')
    .description('find what KEDA and Karpenter manifests do wrong for GPU workers, each with why and what to do')
    .argument('[files...]', 'YAML or JSON files, folders of YAML files, or - for standard input')
    .addOption(new Option('--format <format>', 'how to print what was found').choices(['text', 'json', 'sarif']).default('text'))
    .addOption(new Option('--rule <name>', 'hold only this rule against the files; may be given several times').argParser(rulesByName).default(RULES, 'all'))
    .option('--strict', 'fail on warnings too')
    .option('--list-rules', 'print the rules and end')
    .addHelpText('after', ABOUT)
    .action(run);
}

function run(files: readonly string[], flags: LintFlags): void {
  if (flags.listRules === true) {
    console.log(flags.rule.map(({ name, severity, summary }) => `${severity.padEnd(9)}${name.padEnd(34)}${summary}`).join('\n'));
    return;
  }
  // `lint k8s/ | head` has seen enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') {
      throw error;
    }
    process.exit();
  });
  try {
    if (files.length === 0) {
      throw new InputError('lint: got no file; expected YAML files, folders, or - for standard input; for example: npx gpu-autoscaler lint dist/');
    }
    const result = lint(readSources(files), flags.rule);
    console.log({
      text: () => textReport(result, picocolors.isColorSupported),
      json: () => jsonReport(result),
      sarif: () => sarifReport(result, flags.rule),
    }[flags.format]());
    if (count(result.findings, 'error') > 0 || (flags.strict === true && result.findings.length > 0)) {
      process.exitCode = EXIT.found;
    }
  } catch (error) {
    if (!(error instanceof InputError)) {
      throw error;
    }
    console.error(`error: ${error.message}`);
    process.exitCode = EXIT.badInput;
  }
}

function rulesByName(name: string, before: readonly Rule[]): readonly Rule[] {
  const rule = RULES.find((each) => each.name === name);
  if (rule === undefined) {
    throw new InvalidArgumentError(`got ${JSON.stringify(name)}; expected the name of a rule; see --list-rules`);
  }
  return before === RULES ? [rule] : [...before, rule];
}
