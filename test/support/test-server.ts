import { ServerProcess } from './server-process';

/** A real server of a test's own, on loopback. */
export abstract class TestServer {
  protected abstract readonly server: ServerProcess;

  /** Stops it in the middle of what it does: it keeps its connections and answers nothing. */
  public pause(): void {
    this.server.pause();
  }

  public resume(): void {
    this.server.resume();
  }

  /** Kills it; `launch` brings it back to the same port, with what it keeps on disk. */
  public kill(): Promise<void> {
    return this.server.kill();
  }

  public launch(): Promise<void> {
    return this.server.launch();
  }
}
