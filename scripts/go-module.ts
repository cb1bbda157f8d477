import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';

/** A released Go module. */
export interface GoModule {
  readonly module: string;
  readonly version: string;
}

/** The modules whose CRDs this library types, at the versions that it is made for. */
export const KEDA: GoModule = { module: 'github.com/kedacore/keda/v2', version: 'v2.21.0' };
export const KARPENTER: GoModule = { module: 'sigs.k8s.io/karpenter', version: 'v1.15.0' };
export const KARPENTER_AWS: GoModule = { module: 'github.com/aws/karpenter-provider-aws', version: 'v1.15.1' };
export const CERT_MANAGER: GoModule = { module: 'github.com/cert-manager/cert-manager', version: 'v1.21.2' };
export const PROMETHEUS_OPERATOR: GoModule = { module: 'github.com/prometheus-operator/prometheus-operator', version: 'v0.85.0' };

/**
 * The folder of a module with all of its files, downloaded if it is not there yet.
 *
 * @throws Error if Go is not installed or cannot download the module
 */
export function goModuleDirectory({ module, version }: GoModule): string {
  let answer: string;
  try {
    answer = execFileSync('go', ['mod', 'download', '-json', `${module}@${version}`], {
      cwd: tmpdir(), encoding: 'utf8', env: { ...process.env, GOTOOLCHAIN: 'auto', GOFLAGS: '-mod=mod' }, stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    const { code, stdout } = error as { code?: string; stdout?: string };
    throw new Error(code === 'ENOENT' ? 'go: not found; files are taken out of Go modules, so install Go 1.26 or newer' : `go could not download ${module}@${version}: ${stdout}`);
  }
  return (JSON.parse(answer) as { Dir: string }).Dir;
}
