import { createHash } from 'crypto';
import { Chart, Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Connection } from './connection';
import { ScalerTls } from './scaler-tls';
import { TlsBinding } from './tls/tls-binding';
import { tracingEnv } from './tracing/tracing-env';
import { TracingOptions } from './tracing/tracing-options';
import { WorkloadIdentity } from './workload-identity';
import { ManifestChecks } from '../checks/manifest-checks';
import { countedBy, CountedMetadata, LeafSourceMetadata, leavesOf, renderScalerConfig, SCALER_RUNTIME, SourceKind, SourceMetadata, SOURCES } from '../contract';
import { commonLabels, objectName, requireNamespace, requireNamespaceName, selectorLabels } from '../private/names';
import { RESTRICTED_CONTAINER, restrictedPod } from '../private/pod-security';
import { inWordsOf, refuse, requireText, requireWhole } from '../private/refuse';
import { SCALER_IMAGE } from '../private/scaler-image';
import { warn } from '../private/warn';

/** Properties of `ExternalScaler`. */
export interface ExternalScalerProps {
  /**
   * The servers that the scaler reads queues from, by the name that metric sources use. Workers may declare further ones.
   *
   * @default - those that its workers declare; without any, only embedded queues
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
   * The scaler's image, by tag or by digest.
   *
   * @default - `ghcr.io/cdk8s-gpu-autoscaler/scaler` of the same version as this package
   */
  readonly image?: string;

  /**
   * Mutual TLS between KEDA and the scaler, by cert-manager or with Secrets of yours.
   *
   * @default - plain text, of which synth warns: say `ScalerTls.none()` if it is meant. The NetworkPolicy admits only KEDA's namespace
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

  /**
   * Sends traces of KEDA's calls and of the readings of the queues to an OpenTelemetry Collector, or whatever else takes OTLP over HTTP. Metrics are
   * at `/metrics` for Prometheus, with or without it.
   *
   * @default - no traces
   */
  readonly tracing?: TracingOptions;
}

/** The child of a chart that its workers share. */
const SHARED_ID = 'scaler';

/** Connection names become folder names and metadata values. */
const CONNECTION_NAME = /^[a-z0-9]([-a-z0-9]{0,48}[a-z0-9])?$/;

/**
 * The KEDA external scaler: tells KEDA how much work is waiting and in flight, and pushes the first job within 100 ms.
 *
 * Emits a Deployment that runs as nobody and writes nowhere, its configuration, a headless Service (KEDA balances over the pods by
 * itself, behind one cluster IP it would use a single pod), a PodDisruptionBudget and a NetworkPolicy; with `ScalerTls.certManager` Certificates
 * too. One scaler serves every worker: a ScaledObject that is alone on its address loses its push stream at every failed poll.
 *
 * @see https://keda.sh/docs/latest/concepts/external-scalers/
 */
export class ExternalScaler extends Construct {
  /**
   * The scaler of the workers of a chart that name none: the child `scaler` of the chart, made if there is none.
   *
   * @internal
   */
  public static _sharedBy(worker: Construct): ExternalScaler {
    const chart = Chart.of(worker);
    const child = chart.node.tryFindChild(SHARED_ID);
    if (child !== undefined && !(child instanceof ExternalScaler)) {
      refuse(worker, 'scaler', undefined, `an ExternalScaler, because ${child.node.path}, which would be the one of the chart, is something else`,
        `give the worker a scaler, or ${child.node.path} another id`);
    }
    return child ?? new ExternalScaler(chart, SHARED_ID);
  }

  /** What `scalerAddress` says: the full name of the headless Service, and the port. */
  public readonly address: string;

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

  /** The Secrets of its TLS, if it speaks that. @internal */
  public readonly _tls?: TlsBinding;

  private readonly replicas: number;
  private readonly hasIdentity: boolean;
  private readonly connections = new Map<string, Connection>();

  /** The path of a worker that reads an embedded queue, if there is one. */
  private embedded?: string;

  /**
   * @throws Error if the chart has no namespace, or a connection is not complete
   */
  public constructor(scope: Construct, id: string, props: ExternalScalerProps = {}) {
    super(scope, id);
    ManifestChecks.enforce(this);
    const { connections = {}, replicas = 2, image = SCALER_IMAGE, kedaNamespace = 'keda' } = props;
    requireWhole(this, 'replicas', replicas, 1, 2 ** 31 - 1);
    requireText(this, 'image', image);
    requireNamespaceName(this, 'kedaNamespace', kedaNamespace);
    this.hasIdentity = props.identity !== undefined;
    this._connect(this, connections);
    const namespace = requireNamespace(this);
    const name = objectName(this, 52);
    if (!/^[a-z]/.test(name)) {
      refuse(this, 'id', name, 'a path that begins with a letter, as the name of a Service has to', 'rename the chart');
    }
    const labels = commonLabels(name, 'external-scaler');
    this._podLabels = selectorLabels(name);
    const selector = { matchLabels: this._podLabels };

    this.replicas = replicas;
    const host = `${name}.${namespace}.svc.cluster.local`;
    this.address = `${host}:${SCALER_RUNTIME.grpcPort}`;
    if (props.tls === undefined) {
      warn(this, 'tls', undefined, "KEDA's calls cross the network in plain text, and whoever is in KEDA's namespace may call too",
        `make it with tls: ScalerTls.certManager(), as in new ExternalScaler(chart, '${id}', { tls }), or with ScalerTls.none() if that is meant`);
    }
    this._tls = props.tls?._bind({ scope: this, name, namespace, host, labels });
    const tracing = props.tracing === undefined ? [] : tracingEnv(this, namespace, props.tracing);

    // Lazy, because workers declare connections too.
    this.configMap = new k8s.KubeConfigMap(this, 'ConfigMap', {
      metadata: { name, labels },
      data: { [fileName(SCALER_RUNTIME.configFile)]: Lazy.any({ produce: () => this.configText() }) },
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
          metadata: {
            labels: { ...labels, ...props.identity?._podLabels },
            annotations: { 'checksum/config': Lazy.any({ produce: () => createHash('sha256').update(this.configText()).digest('hex') }) },
          },
          spec: Lazy.any({
            produce: () => ({ ...podSpec(name, image, this.connections, tracing, this._tls), serviceAccountName: this.serviceAccount?.name }),
          }),
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

  /** The names of the connections. */
  public get connectionNames(): string[] {
    return [...this.connections.keys()];
  }

  /**
   * Adds connections that a worker, or the scaler itself, declares.
   *
   * @throws Error if there is another connection of that name, or one is not complete
   * @internal
   */
  public _connect(declarer: Construct, connections: { [name: string]: Connection }): void {
    for (const [name, connection] of Object.entries(connections)) {
      const known = this.connections.get(name);
      if (known === undefined) {
        this.declare(declarer, name, connection);
      } else if (!known._equals(connection)) {
        refuse(declarer, 'connections', name, `the connection that the scaler ${this.node.path} has under this name already`, 'rename one of the two');
      }
    }
  }

  /** Which jobs a source of this scaler counts. @internal */
  public _countedBy(source: LeafSourceMetadata): CountedMetadata {
    return countedBy(source, 'connection' in source ? this.connections.get(source.connection)?._config(source.connection).type : undefined);
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
    if (source.type === 'memory') {
      if (this.replicas !== 1 || this.connections.size > 0) {
        refuse(worker, 'source', 'memory', 'a source outside the scaler, because every replica of the scaler has an embedded queue of its own',
          'use a connection, or for a trial an ExternalScaler with replicas: 1 and no connections');
      }
      this.embedded = worker.node.path;
    }
    const { connection } = SOURCES[source.type];
    if (connection === undefined || !('connection' in source)) {
      return;
    }
    const [needed, ...others] = [connection].flat();
    const type = this.connections.get(source.connection)?._config(source.connection).type;
    if (type === undefined) {
      refuse(worker, 'source.connection', source.connection, `a connection of the scaler ${this.node.path} (${this.connectionNames.join(', ') || 'it has none'})`,
        `add connections: { ${source.connection}: Connection.${needed}({ ... }) } to the worker or the scaler, or correct the name`);
    }
    if (![needed, ...others].includes(type)) {
      refuse(worker, 'source.connection', source.connection, `a ${[needed, ...others].join(', ')} connection, which source ${source.type} reads; this one is ${type}`,
        `name a Connection.${needed}({ ... }) of the scaler, or use a source of ${type}`);
    }
    inWordsOf(worker, () => (SOURCES[source.type] as SourceKind<SourceMetadata>).check?.(source, type));
  }

  private declare(declarer: Construct, name: string, connection: Connection): void {
    if (!CONNECTION_NAME.test(name)) {
      refuse(declarer, 'connections', name, 'names of at most 50 lower-case letters, digits and dashes', 'rename the connection');
    }
    if (this.embedded !== undefined) {
      refuse(declarer, 'connections', name, `none, because ${this.embedded} reads an embedded queue of the scaler ${this.node.path}`,
        'give one of the two a scaler of its own');
    }
    const config = connection._config(name);
    inWordsOf(declarer, () => renderScalerConfig({ connections: { [name]: config } }));
    if (config.type === 'sqs' && config.accessKeyIdFile === undefined && !this.hasIdentity) {
      warn(declarer, `connections.${name}.accessKey`, undefined, `without it and without an identity of the scaler ${this.node.path} AWS refuses each reading of the queue`,
        'give the scaler an identity such as WorkloadIdentity.awsPodIdentity(), or the connection an access key');
    }
    this.connections.set(name, connection);
  }

  private configText(): string {
    const configs = [...this.connections].map(([name, connection]) => [name, connection._config(name)] as const);
    return renderScalerConfig({ connections: Object.fromEntries(configs) });
  }
}

function podSpec(
  name: string, image: string, connections: ReadonlyMap<string, Connection>, tracing: readonly k8s.EnvVar[], tls?: TlsBinding,
): k8s.PodSpec {
  const secrets = [...connections].map(([key, connection]) => ({ key, sources: connection._secrets() })).filter(({ sources }) => sources.length > 0);
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
        ...tracing,
      ],
      readinessProbe: probe('/readyz'),
      // A scaler that hangs is ended after at most 37 s, and at once: KEDA waits for it meanwhile, the HPA gives up after 60 s.
      livenessProbe: { ...probe('/livez'), failureThreshold: 6, terminationGracePeriodSeconds: 1 },
      resources: {
        requests: { cpu: k8s.Quantity.fromString('50m'), memory: k8s.Quantity.fromString('128Mi') },
        limits: { memory: k8s.Quantity.fromString('384Mi') },
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
      ...(tls === undefined ? [] : [{ name: 'tls', secret: { secretName: tls.serverSecretName } }]),
    ],
  };
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
