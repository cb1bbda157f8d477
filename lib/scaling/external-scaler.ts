import { createHash } from 'crypto';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Connection } from './connection';
import { ScalerTls } from './scaler-tls';
import { WorkloadIdentity } from './workload-identity';
import { ManifestChecks } from '../checks/manifest-checks';
import { ConnectionType, LeafSourceMetadata, leavesOf, renderScalerConfig, SCALER_RUNTIME, SourceKind, SourceMetadata, SOURCES } from '../contract';
import { commonLabels, objectName, requireNamespace, selectorLabels } from '../private/names';
import { RESTRICTED_CONTAINER, restrictedPod } from '../private/pod-security';
import { inWordsOf, refuse, requireText, requireWhole } from '../private/refuse';
import { SCALER_IMAGE } from '../private/scaler-image';

/** Properties of `ExternalScaler`. */
export interface ExternalScalerProps {
  /**
   * The servers that the scaler reads queues from, by the name that metric sources use.
   *
   * @default - none: only embedded queues
   */
  readonly connections?: { [name: string]: Connection };

  /**
   * Pods of the scaler. More than one, because KEDA's own fallback does not work while a scaler cannot be reached.
   *
   * @default 2
   * @see https://github.com/kedacore/keda/issues/8056
   */
  readonly replicas?: number;

  /**
   * The scaler's image.
   *
   * @default 'ghcr.io/cdk8s-gpu-autoscaler/scaler:0.1.0'
   */
  readonly image?: string;

  /**
   * Mutual TLS between KEDA and the scaler.
   *
   * @default - plain text; the NetworkPolicy admits only KEDA's namespace
   */
  readonly tls?: ScalerTls;

  /**
   * Who the scaler's pods are to a cloud whose queues they read. It goes with a ServiceAccount of the scaler's own.
   *
   * @default - nobody, and no ServiceAccount
   */
  readonly identity?: WorkloadIdentity;

  /**
   * The namespace that KEDA runs in.
   *
   * @default 'keda'
   */
  readonly kedaNamespace?: string;
}

/** Connection names become folder names and metadata values. */
const CONNECTION_NAME = /^[a-z0-9]([-a-z0-9]{0,48}[a-z0-9])?$/;

/**
 * The KEDA external scaler: tells KEDA how much work is waiting and in flight, and pushes the first job within 100 ms.
 *
 * Emits a Deployment that runs as nobody and writes nowhere, its configuration, a headless Service (KEDA balances over the pods by
 * itself, behind one cluster IP it would use a single pod), a PodDisruptionBudget and a NetworkPolicy. One scaler serves every worker:
 * a ScaledObject that is alone on its address loses its push stream at every failed poll.
 *
 * @see https://keda.sh/docs/latest/concepts/external-scalers/
 */
export class ExternalScaler extends Construct {
  /** What `scalerAddress` says: the full name of the headless Service, and the port. */
  public readonly address: string;

  /** The scaler's certificates, if it speaks TLS. */
  public readonly tls?: ScalerTls;

  /** The names of the connections. */
  public readonly connectionNames: string[];

  /** The Deployment. */
  public readonly deployment: k8s.KubeDeployment;

  /** The headless Service. */
  public readonly service: k8s.KubeService;

  /** The ConfigMap with the connections. */
  public readonly configMap: k8s.KubeConfigMap;

  /** The PodDisruptionBudget. */
  public readonly podDisruptionBudget: k8s.KubePodDisruptionBudget;

  /** The NetworkPolicy. */
  public readonly networkPolicy: k8s.KubeNetworkPolicy;

  /** The ServiceAccount, if the pods have an identity. */
  public readonly serviceAccount?: k8s.KubeServiceAccount;

  /** Selects the scaler's pods. @internal */
  public readonly _podLabels: { [label: string]: string };

  private readonly replicas: number;
  private readonly connectionTypes: ReadonlyMap<string, ConnectionType>;

  /**
   * @throws Error if the chart has no namespace, or a connection is not complete
   */
  public constructor(scope: Construct, id: string, props: ExternalScalerProps = {}) {
    super(scope, id);
    ManifestChecks.enforce(this);
    const { connections = {}, replicas = 2, image = SCALER_IMAGE, kedaNamespace = 'keda' } = props;
    requireWhole(this, 'replicas', replicas, 1);
    requireText(this, 'image', image);
    requireText(this, 'kedaNamespace', kedaNamespace);
    for (const connection of Object.keys(connections)) {
      if (!CONNECTION_NAME.test(connection)) {
        refuse(this, 'connections', connection, 'names of at most 50 lower-case letters, digits and dashes', 'rename the connection');
      }
    }
    const namespace = requireNamespace(this);
    const name = objectName(this, 52);
    const labels = commonLabels(name, 'external-scaler');
    this._podLabels = selectorLabels(name);
    const selector = { matchLabels: this._podLabels };

    this.replicas = replicas;
    this.tls = props.tls;
    const configs = Object.entries(connections).map(([key, connection]) => [key, connection._config(key)] as const);
    this.connectionNames = Object.keys(connections);
    this.connectionTypes = new Map(configs.map(([key, { type }]) => [key, type]));
    this.address = `${name}.${namespace}.svc.cluster.local:${SCALER_RUNTIME.grpcPort}`;

    const configText = inWordsOf(this, () => renderScalerConfig({ connections: Object.fromEntries(configs) }));
    this.configMap = new k8s.KubeConfigMap(this, 'ConfigMap', {
      metadata: { name, labels },
      data: { [fileName(SCALER_RUNTIME.configFile)]: configText },
    });
    this.serviceAccount = props.identity && new k8s.KubeServiceAccount(this, 'ServiceAccount', {
      metadata: { name, labels, annotations: props.identity._annotations(this) },
      // Clouds have a token of their own projected into the pods; none is for the API server.
      automountServiceAccountToken: false,
    });
    this.deployment = new k8s.KubeDeployment(this, 'Deployment', {
      metadata: { name, labels },
      spec: {
        replicas,
        selector,
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: k8s.IntOrString.fromNumber(0), maxSurge: k8s.IntOrString.fromNumber(1) } },
        template: {
          // A changed configuration has to roll the pods: they read it at start.
          metadata: { labels: { ...labels, ...props.identity?._podLabels }, annotations: { 'checksum/config': createHash('sha256').update(configText).digest('hex') } },
          spec: { ...podSpec(name, image, Object.entries(connections), props.tls), serviceAccountName: this.serviceAccount?.name },
        },
      },
    });
    this.service = new k8s.KubeService(this, 'Service', {
      metadata: { name, labels },
      spec: {
        clusterIp: 'None',
        selector: selectorLabels(name),
        ports: [{ name: 'grpc', port: SCALER_RUNTIME.grpcPort, targetPort: k8s.IntOrString.fromString('grpc'), appProtocol: 'grpc' }],
      },
    });
    this.podDisruptionBudget = new k8s.KubePodDisruptionBudget(this, 'PodDisruptionBudget', {
      metadata: { name, labels },
      spec: { selector, maxUnavailable: k8s.IntOrString.fromNumber(1) },
    });
    this.networkPolicy = new k8s.KubeNetworkPolicy(this, 'NetworkPolicy', {
      metadata: { name, labels },
      spec: {
        podSelector: selector,
        policyTypes: ['Ingress'],
        ingress: [
          {
            from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': kedaNamespace } } }],
            ports: [{ port: k8s.IntOrString.fromNumber(SCALER_RUNTIME.grpcPort) }],
          },
          { ports: [{ port: k8s.IntOrString.fromNumber(SCALER_RUNTIME.healthPort) }] },
        ],
      },
    });
  }

  /**
   * Refuses a source that this scaler cannot read.
   *
   * @internal
   */
  public _requireReadable(worker: Construct, source: SourceMetadata): void {
    leavesOf(source).forEach((leaf) => this.requireReadable(worker, leaf));
  }

  private requireReadable(worker: Construct, source: LeafSourceMetadata): void {
    if (source.type === 'memory' && (this.replicas !== 1 || this.connectionNames.length > 0)) {
      refuse(worker, 'source', 'memory', 'a source outside the scaler, because every replica of the scaler has an embedded queue of its own',
        'use a connection, or for a trial an ExternalScaler with replicas: 1 and no connections');
    }
    const { connection } = SOURCES[source.type];
    if (connection === undefined || !('connection' in source)) {
      return;
    }
    const [needed, ...others] = [connection].flat();
    const type = this.connectionTypes.get(source.connection);
    if (type === undefined) {
      refuse(worker, 'source.connection', source.connection, `a connection of the scaler ${this.node.path} (${this.connectionNames.join(', ') || 'it has none'})`,
        `add connections: { ${source.connection}: Connection.${needed}({ ... }) } to the scaler, or correct the name`);
    }
    if (![needed, ...others].includes(type)) {
      refuse(worker, 'source.connection', source.connection, `a ${[needed, ...others].join(', ')} connection, which source ${source.type} reads; this one is ${type}`,
        `name a Connection.${needed}({ ... }) of the scaler, or use a source of ${type}`);
    }
    inWordsOf(worker, () => (SOURCES[source.type] as SourceKind<SourceMetadata>).check?.(source, type));
  }
}

function podSpec(name: string, image: string, connections: [string, Connection][], tls?: ScalerTls): k8s.PodSpec {
  const secrets = connections.map(([key, connection]) => ({ key, sources: connection._secrets() })).filter(({ sources }) => sources.length > 0);
  const probe = (path: string): k8s.Probe => ({ httpGet: { path, port: k8s.IntOrString.fromString('health') }, periodSeconds: 5, timeoutSeconds: 2 });
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: restrictedPod(65532),
    terminationGracePeriodSeconds: 30,
    // KEDA finds a replacement only through a pod that still answers, so the replicas keep apart.
    topologySpreadConstraints: [{
      maxSkew: 1,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: selectorLabels(name) },
    }],
    containers: [{
      name: 'scaler',
      image,
      imagePullPolicy: 'IfNotPresent',
      ports: [
        { name: 'grpc', containerPort: SCALER_RUNTIME.grpcPort },
        { name: 'health', containerPort: SCALER_RUNTIME.healthPort },
      ],
      env: [
        { name: SCALER_RUNTIME.env.configFile, value: SCALER_RUNTIME.configFile },
        ...(tls === undefined ? [] : [{ name: SCALER_RUNTIME.env.tlsDirectory, value: SCALER_RUNTIME.tlsDirectory }]),
      ],
      readinessProbe: probe('/readyz'),
      // A scaler that hangs is ended after at most 37 s, and at once: KEDA waits for it meanwhile, the HPA gives up after 60 s.
      livenessProbe: { ...probe('/livez'), failureThreshold: 6, terminationGracePeriodSeconds: 1 },
      resources: {
        requests: { cpu: k8s.Quantity.fromString('50m'), memory: k8s.Quantity.fromString('128Mi') },
        limits: { memory: k8s.Quantity.fromString('256Mi') },
      },
      securityContext: { ...RESTRICTED_CONTAINER, readOnlyRootFilesystem: true },
      volumeMounts: [
        { name: 'config', mountPath: directoryOf(SCALER_RUNTIME.configFile), readOnly: true },
        ...secrets.map(({ key }) => ({ name: `secrets-${key}`, mountPath: `${SCALER_RUNTIME.secretsDirectory}/${key}`, readOnly: true })),
        ...(tls === undefined ? [] : [{ name: 'tls', mountPath: SCALER_RUNTIME.tlsDirectory, readOnly: true }]),
      ],
    }],
    volumes: [
      { name: 'config', configMap: { name } },
      ...secrets.map(({ key, sources }) => ({ name: `secrets-${key}`, projected: { sources } })),
      ...(tls === undefined ? [] : [{ name: 'tls', secret: { secretName: tls.serverSecret.name } }]),
    ],
  };
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
