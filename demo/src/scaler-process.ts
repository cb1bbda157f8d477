import { ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { renderScalerConfig, SCALER_RUNTIME, ScalerConfig } from '../../lib/contract';

const ROOT = join(__dirname, '../..');
const STARTED_WITHIN_MS = 20_000;
const STOPPED_WITHIN_MS = 8000;
const LINES_KEPT = 10;

/** The real scaler, in a process of its own on free ports of the loopback. It does not outlive this process, however that ends. */
export class ScalerProcess {
  /**
   * Starts it and returns when it listens.
   *
   * @param config connections of the scaler; without any it serves embedded queues
   * @throws Error with its last lines if it does not start
   */
  public static async start(config: ScalerConfig): Promise<ScalerProcess> {
    const scaler = new ScalerProcess(config);
    try {
      await scaler.listening();
      return scaler;
    } catch (error) {
      await scaler.stop();
      throw error;
    }
  }

  /** `host:port` of KEDA's calls. */
  public grpcAddress = '';
  /** `host:port` of its health server and embedded queues. */
  public healthAddress = '';
  private readonly directory = mkdtempSync(join(tmpdir(), 'gpu-autoscaler-demo-'));
  private readonly child: ChildProcess;
  private readonly lines: string[] = [];
  private readonly ended: Promise<void>;
  private ending?: string;
  private exitCode: number | null = null;

  private constructor(config: ScalerConfig) {
    const { env } = SCALER_RUNTIME;
    const configFile = join(this.directory, 'scaler.json');
    writeFileSync(configFile, renderScalerConfig(config));
    const endWithParent = pathToFileURL(join(__dirname, 'end-with-parent.ts')).href;
    this.child = spawn(process.execPath, ['--import', 'tsx', '--import', endWithParent, join(ROOT, 'scaler/src/main.ts')], {
      cwd: ROOT,
      stdio: 'pipe',
      env: {
        ...process.env,
        [env.grpcAddress]: '127.0.0.1:0',
        [env.healthAddress]: '127.0.0.1:0',
        [env.configFile]: configFile,
        [env.tlsDirectory]: undefined,
        [env.targetsFile]: undefined,
      },
    });
    for (const output of [this.child.stdout!, this.child.stderr!]) {
      createInterface({ input: output }).on('line', (line) => this.read(line));
    }
    this.ended = new Promise((resolve) => {
      this.child.once('error', (error) => {
        this.ending = `could not be started: ${error.message}`;
        resolve();
      });
      this.child.once('close', (code, signal) => {
        this.exitCode = code;
        this.ending = signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
        resolve();
      });
    });
  }

  /**
   * Asks it to end, and makes it end if it does not.
   *
   * @returns its exit code; `null` if it had to be made to
   */
  public async stop(): Promise<number | null> {
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), STOPPED_WITHIN_MS);
    await this.ended;
    clearTimeout(timer);
    rmSync(this.directory, { recursive: true, force: true });
    return this.exitCode;
  }

  private async listening(): Promise<void> {
    const deadline = performance.now() + STARTED_WITHIN_MS;
    while (this.grpcAddress === '') {
      if (this.ending !== undefined || performance.now() > deadline) {
        const problem = this.ending ?? `did not listen within ${STARTED_WITHIN_MS / 1000} s`;
        throw new Error(`the scaler ${problem}; its last lines:\n${this.lines.join('\n') || '(none)'}`);
      }
      await sleep(20);
    }
  }

  private read(line: string): void {
    this.lines.push(line);
    this.lines.splice(0, this.lines.length - LINES_KEPT);
    const event = line.startsWith('{') ? JSON.parse(line) : {};
    if (event.msg === 'listening') {
      this.grpcAddress = event.grpc;
      this.healthAddress = event.health;
    }
  }
}
