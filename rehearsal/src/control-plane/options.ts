/** What a caller may choose about a control plane. */
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';

/** The programs of a control plane, in the order in which they start. */
export const COMPONENTS = [
  'etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kwok', 'karpenter', 'keda-operator', 'keda-metrics-apiserver', 'keda-admission-webhooks',
] as const;

export type ComponentName = typeof COMPONENTS[number];

export interface ControlPlaneOptions {
  /**
   * Which of several that run side by side: 1 to 40 lower-case letters, digits and dashes.
   * @default "default"
   */
  readonly name?: string;
  /**
   * `--horizontal-pod-autoscaler-sync-period` of the controller-manager, in seconds: more than 0, at most 60. Kubernetes has 15; less is quicker and less true.
   * @default 15
   */
  readonly hpaSyncPeriod?: number;
  /**
   * Absolute path of the instance types that Karpenter's kwok provider offers, in its JSON form.
   * @default - the provider's built-in types, which have no GPU
   */
  readonly instanceTypesFile?: string;
  /**
   * Feature gates of Karpenter.
   * @default - CapacityBuffer, StaticCapacity and NodeOverlay on, the others as Karpenter has them
   */
  readonly featureGates?: Readonly<Record<string, boolean>>;
  /**
   * Whether the EC2NodeClass of Karpenter's AWS provider exists, and its NodePool (which restricts labels of `karpenter.k8s.aws`) takes the place of the core's.
   * @default true
   */
  readonly awsCrds?: boolean;
  /**
   * kwok Stages (YAML) that play pods on fake nodes, instead of kwok's fast ones. They are used as they are: leave pods with the annotation
   * `rehearsal.gpu-autoscaler/played` to their player, unless they are meant.
   * @default - ready at once, completed at once when owned by a Job, deleted at once; not for pods with that annotation
   */
  readonly podStages?: string;
  /**
   * Whether KEDA's admission webhooks run and judge (failurePolicy Fail: nothing is accepted unseen).
   * @default true
   */
  readonly kedaWebhooks?: boolean;
  /**
   * Further command line flags by component; a flag that is given twice counts as the last one says.
   * @default - none
   */
  readonly flags?: Partial<Record<ComponentName, readonly string[]>>;
  /**
   * Further environment by component, for example `{ karpenter: { BATCH_IDLE_DURATION: '100ms' } }`.
   * @default - none
   */
  readonly env?: Partial<Record<ComponentName, Readonly<Record<string, string>>>>;
  /**
   * Gets a line for each step, and one when a component ends without being asked to.
   * @default - nothing is logged
   */
  readonly log?: (line: string) => void;
}

/** Options with every default filled in. */
export type ResolvedOptions = Required<Omit<ControlPlaneOptions, 'instanceTypesFile' | 'podStages'>> & Pick<ControlPlaneOptions, 'instanceTypesFile' | 'podStages'>;

/** Checks the options and fills in the defaults. */
export function resolveOptions(options: ControlPlaneOptions): ResolvedOptions {
  const { name = 'default', hpaSyncPeriod = 15, instanceTypesFile, flags = {}, env = {} } = options;
  checkName(name);
  if (!(hpaSyncPeriod > 0 && hpaSyncPeriod <= 60)) {
    throw new Error(`hpaSyncPeriod is ${hpaSyncPeriod}: expected seconds, more than 0 and at most 60 (Kubernetes has 15)`);
  }
  for (const [what, value] of [['flags', flags], ['env', env]] as const) {
    for (const component of Object.keys(value)) {
      if (!(COMPONENTS as readonly string[]).includes(component)) {
        throw new Error(`${what} name the component "${component}": expected one of ${COMPONENTS.join(', ')}`);
      }
    }
  }
  if (instanceTypesFile !== undefined) {
    checkInstanceTypes(instanceTypesFile);
  }
  return {
    name,
    hpaSyncPeriod,
    instanceTypesFile,
    flags,
    env,
    featureGates: { CapacityBuffer: true, StaticCapacity: true, NodeOverlay: true, ...options.featureGates },
    awsCrds: options.awsCrds ?? true,
    podStages: options.podStages,
    kedaWebhooks: options.kedaWebhooks ?? true,
    log: options.log ?? (() => undefined),
  };
}

/** Throws unless the name can be one of a control plane: it becomes a folder and a kubeconfig context. */
export function checkName(name: string): void {
  if (!/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/.test(name)) {
    throw new Error(`"${name}" cannot name a control plane: expected 1 to 40 lower-case letters, digits and dashes, not at an end`);
  }
}

/** Karpenter's kwok provider only logs an error and then offers nothing, so look before it starts. */
function checkInstanceTypes(path: string): void {
  if (!isAbsolute(path) || !existsSync(path)) {
    throw new Error(`instanceTypesFile is ${path}: expected the absolute path of an existing file`);
  }
  let types: unknown;
  try {
    types = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`instanceTypesFile ${path} is not JSON: ${(error as Error).message}`);
  }
  if (!Array.isArray(types) || types.length === 0) {
    throw new Error(`instanceTypesFile ${path}: expected a list with at least one instance type`);
  }
}
