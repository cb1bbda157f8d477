import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { ExternalScalerClient } from '../../conformance/src/keda/external-scaler-client';

/** Another server of the same contract, in a process of its own. */
export class Peer {
  /** @param command of a program that prints its port */
  public static async start(command: string, ...args: readonly string[]): Promise<Peer> {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const [port] = await once(createInterface({ input: child.stdout }), 'line') as [string];
    return new Peer(child, `127.0.0.1:${port}`);
  }

  public readonly client: ExternalScalerClient;

  private constructor(private readonly child: ChildProcess, public readonly address: string) {
    this.client = new ExternalScalerClient(address);
  }

  public stop(): void {
    this.client.close();
    this.child.kill();
  }
}
