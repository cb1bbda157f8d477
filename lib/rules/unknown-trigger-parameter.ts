import { NOT_OF_METADATA } from './field-at-the-wrong-level';
import { nearest } from './manifests/nearest';
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
    const known = knownOf(trigger.type);
    if (known === undefined) {
      return [scaler.violation([...trigger.path, 'type'], `a trigger of KEDA${suggestion(trigger.type, Object.keys(TRIGGER_PARAMETERS))}`, 'correct it, or remove the trigger')];
    }
    return trigger.parameters.filter(([key]) => !known.names.has(key) && !known.prefixes.some((prefix) => key.startsWith(prefix)))
      .map(([key]) => scaler.violation(trigger.at(key), `a parameter of the ${trigger.type} trigger${suggestion(key, TRIGGER_PARAMETERS[trigger.type].known.split(' '))}`, 'correct the name, or remove it'));
  })),
};

interface Known {
  readonly names: ReadonlySet<string>;
  /** Of names that go on with anything. */
  readonly prefixes: readonly string[];
}

/** What is read of each type already: a fleet has thousands of triggers of one. */
const KNOWN = new Map<string, Known>();

/** The parameters of a type; nothing of one that KEDA does not know. */
function knownOf(type: string): Known | undefined {
  if (!KNOWN.has(type) && Object.hasOwn(TRIGGER_PARAMETERS, type)) {
    const names = TRIGGER_PARAMETERS[type].known.split(' ');
    KNOWN.set(type, { names: new Set([...names, ...LEFT_ALONE]), prefixes: names.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1)) });
  }
  return KNOWN.get(type);
}

/** The one that is meant, in words. */
function suggestion(name: string, candidates: readonly string[]): string {
  const near = nearest(name, candidates);
  return near === undefined ? '' : `, such as ${near}`;
}
