import { Rule } from './rule';

/** A user and a password in a URL; what a template or a variable fills in is none yet. */
const PASSWORD = /^([a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)[^\s/@]+@/i;
const FILLED_IN = /\$\{|\$\(|\{\{|<[^>]+>/;

export const passwordInMetadata: Rule = {
  name: 'password-in-metadata',
  severity: 'warning',
  summary: 'a URL with a password in the metadata of a trigger',
  why: 'Whoever may read the ScaledObject has it, and so have the repository and the logs of KEDA, which tell the URL when a call fails.',
  incident: 'https://github.com/kedacore/keda/issues/2040',
  check: ({ scalers }) => scalers.flatMap((scaler) => scaler.triggers.flatMap((trigger) => trigger.parameters
    .filter(([, value]) => value.includes('@') && !FILLED_IN.test(value)).flatMap(([key, value]) => {
      const beginning = PASSWORD.exec(value)?.[1];
      return beginning === undefined ? []
        : [scaler.violation(trigger.at(key), 'a URL without a password', 'keep it in a Secret, and name that in a TriggerAuthentication', `${beginning}…`)];
    }))),
};
