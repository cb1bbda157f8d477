/** The agent in a node's pod, and the gate of the workers that wait for what it brings. */
import { Size } from 'cdk8s';
import { EnvValue, k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { CachedModel } from './cached-model';
import { API_TOKEN } from './node-reporting';
import { CachedModelConfig, MODEL_CACHE_LAYOUT, MODEL_CACHE_RUNTIME, ModelCacheConfig, renderModelCacheConfig } from '../contract/model-cache';
import { mebibytes, wholeMebibytes } from '../private/quantity';
import { inWordsOf } from '../private/refuse';
import { SCALER_COMMAND } from '../private/scaler-image';
import { SecretKey } from '../scaling/secret-key';

/** The configuration file, and the credentials that it names. */
export interface AgentFile {
  readonly config: ModelCacheConfig;
  readonly content: string;
  /** The files of a projected volume. */
  readonly credentials: k8s.VolumeProjection[];
}

/** What the agent's container is told. */
export interface AgentContainerOptions {
  readonly base: k8s.Container;
  readonly file: AgentFile;
  readonly env: { readonly [name: string]: EnvValue };
  /** Whether the pod has `authoritiesVolume`. */
  readonly hasAuthorities: boolean;
  readonly memory: Size;
  readonly volumeMounts: k8s.VolumeMount[];
}

/** What the gate of a worker waits for. */
export interface GateOptions {
  /** Where the directory is mounted. */
  readonly directory: string;
  /** What is there when the init containers of the agent's pod have ended, and when a model is ready. */
  readonly prepared: readonly string[];
  readonly models: readonly string[];
  readonly volumeMounts: k8s.VolumeMount[];
}

const { configFile, env: VARIABLES, healthPort } = MODEL_CACHE_RUNTIME;

/** What Node.js reads further authorities from, for everything that it does over TLS. */
const AUTHORITIES = { variable: 'NODE_EXTRA_CA_CERTS', volume: 'ca', directory: '/etc/gpu-autoscaler/ca', file: 'ca.crt' };

/** Where the agent finds credentials: `SECRET/KEY`, each exchanged by the kubelet when its Secret changes. */
const CREDENTIALS = { volume: 'credentials', directory: '/etc/gpu-autoscaler/credentials' };

/** Name and folder of the file. */
const [CONFIG_DIRECTORY, CONFIG_NAME] = [configFile.slice(0, configFile.lastIndexOf('/')), configFile.slice(configFile.lastIndexOf('/') + 1)];

/**
 * Renders what the agent has to bring.
 *
 * @throws Error if something is wrong with it
 */
export function agentFile(scope: Construct, models: readonly CachedModel[], rest: Omit<ModelCacheConfig, 'models'>): AgentFile {
  const credentials = new Map<string, k8s.VolumeProjection>();
  const rendered = models.filter(({ _source }) => _source !== undefined).map(({ name, _source }): CachedModelConfig => ({
    name: name!,
    source: _source!((usualKey, secret) => {
      if (secret === undefined) {
        return undefined;
      }
      const { secret: { name: secretName }, key = usualKey } = secret;
      const path = `${secretName}/${key}`;
      // Without the Secret the agent starts as well: it says what is missing, and brings the other models.
      credentials.set(path, { secret: { name: secretName, items: [{ key, path }], optional: true } });
      return `${CREDENTIALS.directory}/${path}`;
    }),
  }));
  const config = { ...rest, models: rendered };
  return { config, credentials: [...credentials.values()], content: inWordsOf(scope, () => renderModelCacheConfig(config)) };
}

/** What a ConfigMap of the file holds. */
export function agentConfigData({ content }: AgentFile): { [file: string]: string } {
  return { [CONFIG_NAME]: content };
}

/** The credentials that the configuration names; none if it names none. */
export function credentialsVolume({ credentials }: AgentFile): k8s.Volume[] {
  return credentials.length === 0 ? [] : [{ name: CREDENTIALS.volume, projected: { sources: credentials } }];
}

/** The authorities that the agent trusts beside the public ones. Without the key in the Secret, the pod does not start. */
export function authoritiesVolume({ secret, key = AUTHORITIES.file }: SecretKey): k8s.Volume {
  return { name: AUTHORITIES.volume, secret: { secretName: secret.name, items: [{ key, path: AUTHORITIES.file }] } };
}

/** The container that brings the models. */
export function agentContainer({ base, file, env, hasAuthorities, memory, volumeMounts }: AgentContainerOptions): k8s.Container {
  const reports = file.config.node !== undefined;
  const probe = (path: string): k8s.Probe => ({ httpGet: { path, port: k8s.IntOrString.fromString('health') }, periodSeconds: 5, timeoutSeconds: 2 });
  const quantity = mebibytes(wholeMebibytes(memory));
  return {
    ...base,
    command: [...SCALER_COMMAND, 'cache', 'run', '--config', configFile],
    ports: [{ name: 'health', containerPort: healthPort }],
    env: [
      ...base.env!,
      fromPod(VARIABLES.nodeName, 'spec.nodeName'),
      ...(reports ? [fromPod(VARIABLES.podName, 'metadata.name'), fromPod(VARIABLES.podNamespace, 'metadata.namespace'), fromPod(VARIABLES.podUid, 'metadata.uid')] : []),
      ...(hasAuthorities ? [{ name: AUTHORITIES.variable, value: `${AUTHORITIES.directory}/${AUTHORITIES.file}` }] : []),
      ...Object.entries(env).map(([name, { value, valueFrom }]) => ({ name, value, valueFrom })),
    ],
    readinessProbe: probe('/readyz'),
    livenessProbe: { ...probe('/livez'), failureThreshold: 6 },
    resources: { requests: { ...base.resources!.requests, memory: quantity }, limits: { memory: quantity } },
    securityContext: { ...base.securityContext, readOnlyRootFilesystem: true },
    volumeMounts: [
      ...volumeMounts,
      { name: 'config', mountPath: CONFIG_DIRECTORY, readOnly: true },
      ...(reports ? [API_TOKEN.mount] : []),
      ...(file.credentials.length === 0 ? [] : [{ name: CREDENTIALS.volume, mountPath: CREDENTIALS.directory, readOnly: true }]),
      ...(hasAuthorities ? [{ name: AUTHORITIES.volume, mountPath: AUTHORITIES.directory, readOnly: true }] : []),
    ],
  };
}

/** The container that ends when the files are there; from then on the agent keeps the models for as long as the pod lives. */
export function gateContainer(base: k8s.Container, { directory, prepared, models, volumeMounts }: GateOptions): k8s.Container {
  return {
    ...base,
    command: [
      ...SCALER_COMMAND, 'cache', 'wait',
      ...[...prepared, ...models].flatMap((marker) => ['--marker', marker]),
      ...(models.length === 0 ? [] : ['--lease', `${directory}/${MODEL_CACHE_LAYOUT.inUse}`]),
    ],
    env: [...base.env!, fromPod(VARIABLES.podUid, 'metadata.uid')],
    securityContext: { ...base.securityContext, readOnlyRootFilesystem: true },
    volumeMounts,
  };
}

function fromPod(name: string, fieldPath: string): k8s.EnvVar {
  return { name, valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath } } };
}
