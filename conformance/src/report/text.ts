import colors from 'picocolors';
import { Rule } from '../rule';
import { Report, RuleResult } from '../run';

/** Columns: the outcome, the name of the rule or of a detail, the text. */
const OUTCOME = 13;
const NAME = 23;
const TEXT = 76;

/** More of one detail is cut off: a scaler may answer anything. */
const LONGEST = 400;

const SHOWN: { readonly [outcome in RuleResult['outcome']]: (text: string) => string } = {
  'ok': colors.green,
  'failed': (text) => colors.bold(colors.red(text.toUpperCase())),
  'blocked': colors.yellow,
  'not checked': colors.dim,
};

/** One rule, for people: a line, and under what failed all that its author needs. */
export function resultText({ rule, outcome, ms, finding, reason }: RuleResult): string {
  const took = outcome === 'not checked' ? '' : colors.dim(`  ${duration(ms)}`);
  const lines = [`${SHOWN[outcome](outcome)}${' '.repeat(OUTCOME - outcome.length)}${rule.name.padEnd(NAME)}${rule.title}${took}`];
  if (finding !== undefined) {
    lines.push(
      detail('expected', finding.expected), detail('seen', finding.seen), detail('do', finding.advice), detail('in KEDA', rule.why), detail('see', rule.see),
    );
  } else if (reason !== undefined) {
    lines.push(detail(outcome === 'blocked' ? 'because' : 'to check', reason));
  }
  return lines.join('\n');
}

/** The end of the report. */
export function summaryText(report: Report): string {
  const outcomes = ['ok', 'failed', 'blocked', 'not checked'] as const;
  return `\n${outcomes.map((outcome) => `${count(report, outcome)} ${outcome}`).join(', ')}\n${verdict(report)}`;
}

/** A rule, as `--list` shows it. */
export function ruleText({ name, title, why, see }: Rule): string {
  return `${name.padEnd(NAME)}${colors.bold(title)}\n${indented(NAME, '', `${why} ${see}`)}`;
}

function verdict(report: Report): string {
  const { address, conforms } = report;
  if (conforms) {
    const all = count(report, 'not checked') === 0;
    return `${colors.green(`${address} conforms`)} to ${all ? 'every rule.' : 'what was checked; the rest is not shown until it is.'}`;
  }
  const blocked = count(report, 'blocked') > 0;
  if (count(report, 'failed') > 0) {
    return `${colors.red(`${address} does not conform.`)}${blocked ? ' Correct what FAILED first: what is blocked builds on it.' : ''}`;
  }
  return colors.yellow(`Nothing is shown about ${address}: ${blocked ? 'see what the blocked rules lack' : 'nothing was checked'}.`);
}

function count({ results }: Report, outcome: RuleResult['outcome']): number {
  return results.filter((result) => result.outcome === outcome).length;
}

function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

function detail(name: string, text: string): string {
  return indented(OUTCOME + NAME, `${' '.repeat(OUTCOME)}${name}`, text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
}

/** Wraps a text, in a column of its own after `first`. */
function indented(column: number, first: string, text: string): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= TEXT) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines.map((line, index) => `${(index === 0 ? first : '').padEnd(column)}${line}`).join('\n');
}
