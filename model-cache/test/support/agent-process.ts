import { ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildSync } from 'esbuild';
import { Node } from './agent';

/** Bundles the agent, as it is in the image, into a directory, and returns the program's path. */
export function bundledAgent(directory: string): string {
  const program = join(directory, 'model-cache.cjs');
  const entryPoints = { 'model-cache': join(__dirname, '../../src/main.ts'), 'hash-thread': join(__dirname, '../../src/fetch/hash-thread.cjs') };
  buildSync({ entryPoints, outdir: directory, outExtension: { '.js': '.cjs' }, bundle: true, platform: 'node', target: 'node20', format: 'cjs', logLevel: 'error' });
  return program;
}

/** Starts it on a node, in a process of its own. What it says is among the node's lines. */
export function startAgent(program: string, node: Node, env: NodeJS.ProcessEnv = {}): ChildProcess {
  const agent = spawn(process.execPath, [program, 'run', '--config', node.configFile], {
    stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, HEALTH_ADDRESS: '127.0.0.1:0', ...env },
  });
  createInterface({ input: agent.stdout! }).on('line', (line) => node.lines.push(line));
  return agent;
}
