import { ConformanceOptions } from './options';

/** What a user has to give before some rules can be checked. */
export type Capability = 'push' | 'work' | 'backend' | 'restart' | 'invalid-metadata' | 'tls' | 'client-certificate';

/** Whether something was given, and how to give it. */
interface Requirement {
  readonly given: (options: ConformanceOptions) => boolean;
  readonly how: string;
}

const REQUIREMENTS: { readonly [capability in Capability]: Requirement } = {
  'push': { given: ({ push }) => push === true, how: '--push, if triggers are of type external-push' },
  'work': { given: ({ work }) => work !== undefined, how: "--enqueue 'COMMAND' and --drain 'COMMAND', which make the trigger active and idle" },
  'backend': { given: ({ backend }) => backend !== undefined, how: "--break 'COMMAND' and --mend 'COMMAND', which take the scaler's backend away and bring it back" },
  'restart': { given: ({ restart }) => restart !== undefined, how: "--restart 'COMMAND', which restarts the scaler gracefully" },
  'invalid-metadata': { given: ({ invalidMetadata }) => invalidMetadata !== undefined, how: '--invalid-metadata KEY=VALUE, which the scaler has to refuse' },
  'tls': { given: ({ tls }) => tls !== undefined, how: '--tls or --tls-ca FILE, if the scaler speaks TLS' },
  'client-certificate': { given: ({ tls }) => tls?.certificate !== undefined, how: '--tls-cert FILE and --tls-key FILE, if it demands client certificates' },
};

/** What is missing of what a rule needs, as the user would give it. */
export function missing(needs: readonly Capability[], options: ConformanceOptions): readonly string[] {
  return needs.map((capability) => REQUIREMENTS[capability]).filter(({ given }) => !given(options)).map(({ how }) => how);
}
