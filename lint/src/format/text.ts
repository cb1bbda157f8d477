import picocolors from 'picocolors';
import { wrap } from '../../../demo/src/wrap';
import { IGNORE_ANNOTATION } from '../../../lib/rules/check';
import { count, LintResult, LocatedFinding } from '../lint';

/** Longer lines are hard to read. */
const WIDTH = 110;

const INDENT = '              ';

/** For people: what is wrong, object by object, with what to do and why. */
export function textReport(result: LintResult, color: boolean): string {
  const colors = picocolors.createColors(color);
  const lines: string[] = [];
  const explained = new Set<string>();
  for (const findings of byObject(result.findings)) {
    lines.push(colors.bold(findings[0].objectName));
    for (const finding of findings) {
      lines.push(...findingLines(finding, colors, !explained.has(finding.rule.name)), '');
      explained.add(finding.rule.name);
    }
  }
  lines.push(...summaryLines(result));
  return lines.join('\n');
}

/** What hurts comes before advice. */
function byObject(findings: readonly LocatedFinding[]): readonly (readonly LocatedFinding[])[] {
  const groups = new Map<unknown, LocatedFinding[]>();
  for (const finding of findings) {
    groups.set(finding.object, [...groups.get(finding.object) ?? [], finding]);
  }
  return [...groups.values()].map((group) => [...group].sort((a, b) => Number(b.rule.severity === 'error') - Number(a.rule.severity === 'error')));
}

type Colors = ReturnType<typeof picocolors.createColors>;

/** A rule is explained where it is broken first. */
function findingLines(finding: LocatedFinding, colors: Colors, explain: boolean): readonly string[] {
  const { rule, file, position, field, got, expected, fix } = finding;
  const severity = rule.severity === 'error' ? colors.red('error') : colors.yellow('warning');
  const row = (label: string, value: string) => {
    const [first, ...more] = wrap(value, WIDTH - INDENT.length);
    return [`    ${colors.dim(label.padEnd(INDENT.length - 4))}${first}`, ...more.map((line) => `${INDENT}${line}`)];
  };
  return [
    `  ${severity}  ${rule.name}  ${colors.dim(`${file}:${position.line}:${position.column}`)}`,
    ...row('field', field),
    ...row('got', got),
    ...row('expected', expected),
    ...row('fix', fix),
    ...(explain ? [...row('why', rule.why), ...row('seen', rule.incident)] : []),
  ];
}

function summaryLines(result: LintResult): readonly string[] {
  const { findings, silenced, withoutTarget, onPrometheus } = result;
  const looked = `${plural(result.objects, 'object')} of ${plural(result.files, 'file')}`;
  return [
    findings.length === 0 ? `Nothing found in ${looked}.`
      : `${plural(count(findings, 'error'), 'error')} and ${plural(count(findings, 'warning'), 'warning')} in ${looked}.`,
    ...(silenced.length === 0 ? [] : [`${plural(silenced.length, 'finding')} silenced by ${IGNORE_ANNOTATION}.`]),
    ...(withoutTarget.length === 0 ? []
      : wrap(`What ${listed(withoutTarget)} ${withoutTarget.length === 1 ? 'scales' : 'scale'} is not among the files, so the rules about GPU workers were not held against it. Name its file too.`, WIDTH)),
    ...(onPrometheus.length === 0 ? [] : ['', ...wrap(`${listed(onPrometheus)}: ${WAY_ON}`, WIDTH)]),
  ];
}

/** Where workers on Prometheus get what the findings ask for. */
const WAY_ON = 'MetricSource.vllm, .triton and .prometheusQuery of cdk8s-gpu-autoscaler read the same metrics. They count what waits and what runs, and take '
  + 'an outage or an empty answer for an error, never for no work; added to a queue that wakes the first worker, they go down to zero.';

/** Some names stand for many. */
const NAMED = 3;

function listed(names: readonly string[]): string {
  const more = names.length - NAMED;
  return `ScaledObject ${names.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function plural(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
