import { Rule } from './rule';

export const unquotedMetadata: Rule = {
  name: 'unquoted-metadata',
  severity: 'error',
  summary: 'a number or a boolean in the metadata of a trigger, without quotes',
  why: 'The metadata is text. The API server refuses the object: nothing is scaled at all.',
  incident: 'https://github.com/kedacore/keda-docs/issues/302',
  check: ({ scalers }) => scalers.flatMap((scaler) => scaler.triggers.flatMap((trigger) => Object.entries(trigger.spec.metadata ?? {})
    .filter(([, value]) => typeof value === 'number' || typeof value === 'boolean')
    .map(([key, value]) => scaler.violation(trigger.at(key), `the text "${value}"`, 'put it in quotes')))),
};
