/** Runs the built kubectl against one control plane. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** The environment in which kubectl talks to the control plane, with its discovery cache beside the kubeconfig. */
export function kubectlEnvironment(kubeconfig: string): NodeJS.ProcessEnv {
  return { ...process.env, KUBECONFIG: kubeconfig, KUBECACHEDIR: join(kubeconfig, '..', 'kube-cache') };
}

/** Runs kubectl to its end and returns its output. The error says what was run and what kubectl said. */
export async function runKubectl(binDirectory: string, kubeconfig: string, args: readonly string[], stdin?: string): Promise<string> {
  const child = spawn(join(binDirectory, 'kubectl'), args, { env: kubectlEnvironment(kubeconfig), stdio: ['pipe', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  child.stdin.on('error', () => undefined); // it may end without reading all: its exit code tells
  child.stdin.end(stdin ?? '');
  const [code, signal] = await new Promise<[number | null, string | null]>((done, failed) => {
    child.on('error', failed);
    child.on('close', (...result) => done(result));
  });
  if (code !== 0) {
    throw new Error(`kubectl ${args.join(' ')} ended with ${signal ?? `code ${code}`}: ${output.stderr.trim() || output.stdout.trim()}`);
  }
  return output.stdout;
}
