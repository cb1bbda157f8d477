import { NOT_OF_METADATA } from './field-at-the-wrong-level';
import { Rule } from './rule';
import { TRIGGER_PARAMETERS } from '../../imports/keda-trigger-parameters';

/** KEDA had the first once, most examples have it still, and nothing follows from it; the others are found as fields at the wrong level. */
const LEFT_ALONE = ['metricName', ...NOT_OF_METADATA];

export const unknownTriggerParameter: Rule = {
  name: 'unknown-trigger-parameter',
  // A newer KEDA may know more, and an older one what has gone since.
  severity: 'warning',
  summary: 'a trigger of a type, or with a parameter, that KEDA does not know',
  why: 'KEDA ignores the parameter without a word, and its default holds: a misspelt threshold is the default threshold.',
  incident: 'https://github.com/kedacore/keda/pull/7191',
  check: ({ scalers }) => scalers.flatMap((scaler) => scaler.triggers.filter(({ type }) => type !== '').flatMap((trigger) => {
    const known = Object.hasOwn(TRIGGER_PARAMETERS, trigger.type) ? TRIGGER_PARAMETERS[trigger.type].known.split(' ') : undefined;
    if (known === undefined) {
      return [scaler.violation([...trigger.path, 'type'], `a trigger of KEDA${nearest(trigger.type, Object.keys(TRIGGER_PARAMETERS))}`, 'correct it, or remove the trigger')];
    }
    const open = known.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
    return Object.keys(trigger.metadata)
      .filter((key) => ![...known, ...LEFT_ALONE].includes(key) && !open.some((prefix) => key.startsWith(prefix)))
      .map((key) => scaler.violation(trigger.at(key), `a parameter of the ${trigger.type} trigger${nearest(key, known)}`, 'correct the name, or remove it'));
  })),
};

/** The one that is meant, if it differs by two letters at most. */
function nearest(name: string, candidates: readonly string[]): string {
  const near = candidates.map((candidate) => ({ candidate, letters: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ letters }) => letters <= 2).sort((a, b) => a.letters - b.letters)[0]?.candidate;
  return near === undefined ? '' : `, such as ${near}`;
}

/** Letters to exchange, add or take away until one word is the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    row = row.reduce<number[]>((next, above, j) => [...next, j === 0 ? i + 1
      : Math.min(above + 1, next[j - 1] + 1, row[j - 1] + (letter === b[j - 1] ? 0 : 1))], []);
  }
  return row[b.length];
}
