import { ChildProcess, spawn } from 'child_process';
import { join } from 'path';
import { createInterface } from 'readline';
import { pause } from './support';
import { shippedNode } from '../../scripts/image/as-shipped';

export const ROOT = join(__dirname, '../..');
export const SOURCE = ['--import', 'tsx', join(ROOT, 'scaler/src/main.ts')];

/** A process on the image's Node and the lines that it logs. */
export class Running {
  public readonly lines: { [field: string]: any }[] = [];
  public readonly exit: Promise<number | null>;
  /** What came on stderr. */
  public readonly errors: string[] = [];
  private readonly child: ChildProcess;
  private readonly output: string[] = [];

  public constructor(env: { [name: string]: string }, args: string[] = SOURCE) {
    this.child = spawn(shippedNode(), args, { cwd: ROOT, env: { ...process.env, ...env } });
    createInterface({ input: this.child.stdout! }).on('line', (line) => {
      this.output.push(line);
      if (line.startsWith('{"time"')) {
        this.lines.push(JSON.parse(line));
      }
    });
    this.child.stderr!.on('data', (text) => this.errors.push(String(text)));
    this.exit = new Promise((resolve) => this.child.once('close', resolve));
  }

  public get text(): string {
    return this.output.join('\n');
  }

  public async line(message: string): Promise<{ [field: string]: any }> {
    for (let tries = 0; tries < 500; tries++) {
      const found = this.lines.find(({ msg }) => msg === message);
      if (found !== undefined) {
        return found;
      }
      await pause(20);
    }
    throw new Error(`no line ${message} in ${this.text}`);
  }

  public kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}

/** Addresses of free ports. */
export const FREE = { GRPC_ADDRESS: '127.0.0.1:0', HEALTH_ADDRESS: '127.0.0.1:0' };

/** The port of a `host:port`. */
export function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(':') + 1));
}
