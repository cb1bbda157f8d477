/** The command lines of the components: pure functions of the folder, the ports and the options. */
import { join } from 'node:path';
import type { InstanceFolder, Ports } from './instance';
import type { ComponentName, ResolvedOptions } from './options';

/** How one component is run. */
export interface Component {
  readonly name: ComponentName;
  /** File name of the program in the cache. */
  readonly binary: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Answers 200 when the component is healthy. */
  readonly probeUrl: string;
}

/** Files in the folder of a control plane that components read. */
export const FILES = {
  caCertificate: 'pki/ca.crt',
  adminCertificate: 'pki/admin.crt',
  adminKey: 'pki/admin.key',
  controllerManagerKubeconfig: 'kube-controller-manager.kubeconfig',
  schedulerKubeconfig: 'kube-scheduler.kubeconfig',
  kedaKubeconfig: 'keda.kubeconfig',
  /** KEDA wants ca.crt, tls.crt and tls.key in a folder of their own. */
  kedaCertificates: 'keda-certs',
  kwokConfiguration: 'kwok.yaml',
} as const;

/** Requests per second and burst of the clients: at the defaults (20/30) creating 100 pods takes 4 s that no cluster of that size would show. */
const CLIENT_RATE = ['--kube-api-qps=200', '--kube-api-burst=300'];

/** All components that run with these options, in the order in which they start. */
export function componentsOf(folder: InstanceFolder, ports: Ports, options: ResolvedOptions): Component[] {
  const all = [
    etcd(folder, ports), apiserver(folder, ports), controllerManager(folder, ports, options), scheduler(folder, ports),
    kwok(folder, ports), karpenter(folder, ports, options),
    kedaOperator(folder, ports), kedaAdapter(folder, ports), ...(options.kedaWebhooks ? [kedaWebhooks(folder, ports)] : []),
  ];
  return all.map((component) => ({
    ...component,
    args: [...component.args, ...options.flags[component.name] ?? []],
    env: { ...component.env, ...options.env[component.name] },
  }));
}

function etcd({ directory }: InstanceFolder, ports: Ports): Component {
  const [client, peer] = [`http://127.0.0.1:${ports.etcd}`, `http://127.0.0.1:${ports.etcdPeer}`];
  return {
    name: 'etcd',
    binary: 'etcd',
    args: [
      `--data-dir=${join(directory, 'etcd')}`, `--listen-client-urls=${client}`, `--advertise-client-urls=${client}`, `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`, `--initial-cluster=default=${peer}`,
      '--unsafe-no-fsync', // the data is thrown away with the control plane
      '--log-level=warn',
    ],
    env: {},
    probeUrl: `${client}/readyz`,
  };
}

function apiserver({ directory }: InstanceFolder, ports: Ports): Component {
  const pki = join(directory, 'pki');
  return {
    name: 'kube-apiserver',
    binary: 'kube-apiserver',
    args: [
      `--etcd-servers=http://127.0.0.1:${ports.etcd}`, '--bind-address=127.0.0.1', '--advertise-address=127.0.0.1', `--secure-port=${ports.apiserver}`,
      '--endpoint-reconciler-type=none', // nothing routes to this address
      '--service-cluster-ip-range=10.96.0.0/16', `--cert-dir=${pki}`, `--tls-cert-file=${pki}/apiserver.crt`, `--tls-private-key-file=${pki}/apiserver.key`, `--client-ca-file=${pki}/ca.crt`,
      '--service-account-issuer=https://kubernetes.default.svc', `--service-account-key-file=${pki}/service-accounts.pub`, `--service-account-signing-key-file=${pki}/service-accounts.key`,
      '--authorization-mode=RBAC', '--allow-privileged=true', '--enable-priority-and-fairness=false',
      `--requestheader-client-ca-file=${pki}/ca.crt`, '--requestheader-allowed-names=front-proxy-client', '--requestheader-username-headers=X-Remote-User',
      '--requestheader-group-headers=X-Remote-Group', '--requestheader-extra-headers-prefix=X-Remote-Extra-',
      `--proxy-client-cert-file=${pki}/front-proxy.crt`, `--proxy-client-key-file=${pki}/front-proxy.key`,
    ],
    env: {},
    probeUrl: `https://127.0.0.1:${ports.apiserver}/readyz`,
  };
}

function controllerManager({ directory }: InstanceFolder, ports: Ports, { hpaSyncPeriod }: ResolvedOptions): Component {
  const pki = join(directory, 'pki');
  return {
    name: 'kube-controller-manager',
    binary: 'kube-controller-manager',
    args: [
      `--kubeconfig=${join(directory, FILES.controllerManagerKubeconfig)}`, `--service-account-private-key-file=${pki}/service-accounts.key`, `--root-ca-file=${pki}/ca.crt`,
      '--use-service-account-credentials=true', '--controllers=*,-nodeipam,-node-route-controller,-service-lb-controller', `--horizontal-pod-autoscaler-sync-period=${hpaSyncPeriod}s`,
      '--leader-elect=false', '--bind-address=127.0.0.1', `--secure-port=${ports.controllerManager}`, `--tls-cert-file=${pki}/component.crt`, `--tls-private-key-file=${pki}/component.key`,
      ...CLIENT_RATE,
    ],
    env: {},
    probeUrl: `https://127.0.0.1:${ports.controllerManager}/healthz`,
  };
}

function scheduler({ directory }: InstanceFolder, ports: Ports): Component {
  const pki = join(directory, 'pki');
  return {
    name: 'kube-scheduler',
    binary: 'kube-scheduler',
    args: [
      `--kubeconfig=${join(directory, FILES.schedulerKubeconfig)}`, '--leader-elect=false', '--bind-address=127.0.0.1', `--secure-port=${ports.scheduler}`,
      `--tls-cert-file=${pki}/component.crt`, `--tls-private-key-file=${pki}/component.key`, ...CLIENT_RATE,
    ],
    env: {},
    probeUrl: `https://127.0.0.1:${ports.scheduler}/healthz`,
  };
}

function kwok({ directory, kubeconfig }: InstanceFolder, ports: Ports): Component {
  return {
    name: 'kwok',
    binary: 'kwok',
    args: [
      `--kubeconfig=${kubeconfig}`, '--manage-all-nodes=false', '--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake', '--node-lease-duration-seconds=40',
      `--config=${join(directory, FILES.kwokConfiguration)}`, `--server-address=127.0.0.1:${ports.kwok}`,
    ],
    env: {},
    probeUrl: `http://127.0.0.1:${ports.kwok}/healthz`,
  };
}

function karpenter({ kubeconfig }: InstanceFolder, ports: Ports, { featureGates, instanceTypesFile }: ResolvedOptions): Component {
  return {
    name: 'karpenter',
    binary: 'karpenter-kwok',
    args: [],
    env: {
      KUBECONFIG: kubeconfig,
      DISABLE_LEADER_ELECTION: 'true',
      SYSTEM_NAMESPACE: 'kube-system',
      METRICS_PORT: String(ports.karpenterMetrics),
      HEALTH_PROBE_PORT: String(ports.karpenterHealth),
      FEATURE_GATES: Object.entries(featureGates).map(([gate, on]) => `${gate}=${on}`).join(','),
      ...instanceTypesFile === undefined ? {} : { INSTANCE_TYPES_FILE_PATH: instanceTypesFile },
    },
    probeUrl: `http://127.0.0.1:${ports.karpenterHealth}/readyz`,
  };
}

function kedaEnvironment({ directory }: InstanceFolder): Record<string, string> {
  return {
    KUBECONFIG: join(directory, FILES.kedaKubeconfig),
    WATCH_NAMESPACE: '', // must be set: all namespaces
    POD_NAMESPACE: 'keda',
    KEDA_CLUSTER_OBJECT_NAMESPACE: 'keda',
  };
}

function kedaOperator(folder: InstanceFolder, ports: Ports): Component {
  return {
    name: 'keda-operator',
    binary: 'keda',
    args: [
      `--cert-dir=${join(folder.directory, FILES.kedaCertificates)}`, '--enable-cert-rotation=false', `--metrics-service-bind-address=127.0.0.1:${ports.kedaOperator}`,
      `--health-probe-bind-address=127.0.0.1:${ports.kedaOperatorHealth}`, `--metrics-bind-address=127.0.0.1:${ports.kedaOperatorMetrics}`, ...CLIENT_RATE,
    ],
    env: kedaEnvironment(folder),
    probeUrl: `http://127.0.0.1:${ports.kedaOperatorHealth}/readyz`,
  };
}

function kedaAdapter(folder: InstanceFolder, ports: Ports): Component {
  const certificates = join(folder.directory, FILES.kedaCertificates);
  const kubeconfig = join(folder.directory, FILES.kedaKubeconfig);
  return {
    name: 'keda-metrics-apiserver',
    binary: 'keda-adapter',
    args: [
      `--lister-kubeconfig=${kubeconfig}`, `--authentication-kubeconfig=${kubeconfig}`, `--authorization-kubeconfig=${kubeconfig}`,
      '--bind-address=127.0.0.1', `--secure-port=${ports.kedaAdapter}`, `--cert-dir=${certificates}`, `--tls-cert-file=${certificates}/tls.crt`,
      `--tls-private-key-file=${certificates}/tls.key`, `--client-ca-file=${certificates}/ca.crt`, `--port=${ports.kedaAdapterMetrics}`,
      `--metrics-service-address=localhost:${ports.kedaOperator}`,
    ],
    env: kedaEnvironment(folder),
    probeUrl: `https://127.0.0.1:${ports.kedaAdapter}/healthz`,
  };
}

function kedaWebhooks(folder: InstanceFolder, ports: Ports): Component {
  return {
    name: 'keda-admission-webhooks',
    binary: 'keda-webhooks',
    args: [
      `--cert-dir=${join(folder.directory, FILES.kedaCertificates)}`, `--port=${ports.kedaWebhooks}`, `--health-probe-bind-address=127.0.0.1:${ports.kedaWebhooksHealth}`,
      `--metrics-bind-address=127.0.0.1:${ports.kedaWebhooksMetrics}`, ...CLIENT_RATE,
    ],
    env: kedaEnvironment(folder),
    probeUrl: `http://127.0.0.1:${ports.kedaWebhooksHealth}/readyz`,
  };
}
