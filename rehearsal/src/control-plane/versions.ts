/** The parts of the control plane, the Go modules they are built from, and how long each takes: pure data. */

/** Versions that go together: KEDA 2.21 is tested by its makers on Kubernetes 1.34 to 1.36, Karpenter 1.15 likewise. */
export const VERSIONS = {
  etcd: '3.7.3',
  kubernetes: '1.36.3',
  kwok: '0.8.0',
  karpenter: '1.15.0',
  keda: '2.21.0',
} as const;

/** One program that is built: `go build PACKAGE` in the folder of its module. */
export interface Binary {
  /** File name of the program in the cache. */
  readonly name: string;
  /** Folder below `rehearsal/control-plane/` whose go.mod and go.sum pin every dependency. */
  readonly module: keyof typeof VERSIONS;
  readonly goPackage: string;
  /** What it is, for a person who has not met it. */
  readonly purpose: string;
  /** Seconds on 2 cores with nothing cached, in this order of building (measured). */
  readonly secondsFromNothing: number;
  /** Seconds on 2 cores when Go's build cache has everything: the time to link (measured). */
  readonly secondsWhenCached: number;
}

const [MAJOR, MINOR] = VERSIONS.kubernetes.split('.');

/** Linker flags of every program, and those that tell the Kubernetes programs their version (else they call themselves v0.0.0 and clients complain). */
export const LDFLAGS: Readonly<Record<keyof typeof VERSIONS, string>> = {
  etcd: '-s -w',
  kubernetes: ['-s -w',
    `-X k8s.io/component-base/version.gitVersion=v${VERSIONS.kubernetes}`,
    `-X k8s.io/component-base/version.gitMajor=${MAJOR}`,
    `-X k8s.io/component-base/version.gitMinor=${MINOR}`].join(' '),
  kwok: '-s -w',
  karpenter: '-s -w',
  keda: '-s -w',
};

/** All programs, in the order in which they are built: what is shared (client-go, the API machinery) is compiled by the first that needs it. */
export const BINARIES: readonly Binary[] = [
  { name: 'kube-apiserver', module: 'kubernetes', goPackage: 'k8s.io/kubernetes/cmd/kube-apiserver', purpose: 'the API server', secondsFromNothing: 236, secondsWhenCached: 6 },
  { name: 'kube-controller-manager', module: 'kubernetes', goPackage: 'k8s.io/kubernetes/cmd/kube-controller-manager', purpose: 'Deployments, Jobs and the HPA', secondsFromNothing: 59, secondsWhenCached: 5 },
  { name: 'kube-scheduler', module: 'kubernetes', goPackage: 'k8s.io/kubernetes/cmd/kube-scheduler', purpose: 'puts pods on nodes', secondsFromNothing: 5, secondsWhenCached: 4 },
  { name: 'kubectl', module: 'kubernetes', goPackage: 'k8s.io/kubernetes/cmd/kubectl', purpose: 'the command line', secondsFromNothing: 21, secondsWhenCached: 4 },
  { name: 'etcd', module: 'etcd', goPackage: 'go.etcd.io/etcd/server/v3', purpose: 'the database of the API server', secondsFromNothing: 25, secondsWhenCached: 2 },
  { name: 'kwok', module: 'kwok', goPackage: 'sigs.k8s.io/kwok/cmd/kwok', purpose: 'kubelets of nodes that do not exist', secondsFromNothing: 69, secondsWhenCached: 4 },
  { name: 'karpenter-kwok', module: 'karpenter', goPackage: 'sigs.k8s.io/karpenter/kwok', purpose: 'makes and removes nodes', secondsFromNothing: 149, secondsWhenCached: 3 },
  { name: 'keda', module: 'keda', goPackage: 'github.com/kedacore/keda/v2/cmd/operator', purpose: 'the KEDA operator', secondsFromNothing: 402, secondsWhenCached: 10 },
  { name: 'keda-adapter', module: 'keda', goPackage: 'github.com/kedacore/keda/v2/cmd/adapter', purpose: 'hands KEDA metrics to the HPA', secondsFromNothing: 56, secondsWhenCached: 8 },
  { name: 'keda-webhooks', module: 'keda', goPackage: 'github.com/kedacore/keda/v2/cmd/webhooks', purpose: 'refuses wrong ScaledObjects', secondsFromNothing: 2, secondsWhenCached: 3 },
];

/** Minutes that the whole build takes on 2 cores with nothing cached. */
export const MINUTES_FROM_NOTHING = Math.round(BINARIES.reduce((sum, { secondsFromNothing }) => sum + secondsFromNothing, 0) / 60);

/** The oldest Go that can fetch the toolchain a module asks for by itself (`GOTOOLCHAIN=auto`). */
export const OLDEST_GO = '1.21';
