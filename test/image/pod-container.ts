import { ChildProcess, execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { HERE } from './container';
import { Manifest } from '../support/synth';

const execute = promisify(execFile);

/** What the cluster adds to a manifest. */
export interface PodContainerOptions {
  /** Folders and files of this machine, by the names of the pod's volumes. */
  readonly volumes: { readonly [volume: string]: string };
  /** What comes from the downward API, and what a network of its own would make needless. */
  readonly env: { readonly [name: string]: string };
}

/** A container of a pod that the constructs have made, run by podman as a kubelet runs it. */
export class PodContainer {
  public static start(image: string, pod: Manifest, name: string, options: PodContainerOptions): PodContainer {
    const container = [...pod.initContainers ?? [], ...pod.containers].find((each: Manifest) => each.name === name);
    return new PodContainer(image, container, { ...pod.securityContext, ...container.securityContext }, options);
  }

  /** What it has printed, by lines. */
  public readonly lines: string[] = [];
  private readonly name = `pod-container-test-${randomUUID()}`;
  private readonly podman: ChildProcess;

  private constructor(image: string, container: Manifest, security: Manifest, { volumes, env }: PodContainerOptions) {
    const [program, ...args]: string[] = container.command;
    const literal = container.env.filter(({ value }: Manifest) => value !== undefined).map((each: Manifest) => [each.name, each.value]);
    this.podman = spawn('podman', [
      'run', '--rm', '--name', this.name, ...HERE,
      '--user', `${security.runAsUser}:${security.runAsGroup}`,
      ...(security.readOnlyRootFilesystem ? ['--read-only', '--read-only-tmpfs=false'] : []),
      ...security.capabilities.drop.flatMap((capability: string) => ['--cap-drop', capability]),
      ...(security.allowPrivilegeEscalation ? [] : ['--security-opt', 'no-new-privileges']),
      '--memory', container.resources.limits.memory.toLowerCase().replace(/i$/, ''),
      ...Object.entries({ ...Object.fromEntries(literal), ...env }).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
      ...container.volumeMounts.flatMap(({ name, mountPath, readOnly }: Manifest) => ['--volume', `${volumes[name]}:${mountPath}${readOnly ? ':ro' : ''}`]),
      '--entrypoint', JSON.stringify([program]), image, ...args,
    ], { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.podman.stdout!, this.podman.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => this.lines.push(...text.split('\n').filter((line) => line !== '')));
    }
  }

  /** Its exit code, once it has ended by itself. */
  public async ended(): Promise<number | null> {
    if (this.podman.exitCode === null) {
      await once(this.podman, 'exit');
    }
    return this.podman.exitCode;
  }

  /** Stops it as a kubelet does, with SIGTERM and after the grace with SIGKILL. Returns its exit code. */
  public async stop(graceSeconds: number): Promise<number | null> {
    if (this.podman.exitCode === null) {
      await execute('podman', ['stop', '--ignore', '--time', String(graceSeconds), this.name]);
    }
    return this.ended();
  }
}
