import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../rehearsal/src/run/free-port';

/** An nginx that serves a file with sendfile, which leaves the processors to its clients: as itself, and as an object of S3 that has an ETag and no checksum. */
export class Nginx {
  public static async start(directory: string, file: string): Promise<Nginx> {
    const port = await freePort();
    const nginx = new Nginx(port, directory, file);
    while (!await fetch(nginx.url, { method: 'HEAD' }).then(({ ok }) => ok, () => false)) {
      await sleep(50);
    }
    return nginx;
  }

  private readonly prefix = mkdtempSync(join(tmpdir(), 'gpu-model-cache-nginx-'));
  private readonly server: ChildProcess;

  private constructor(private readonly port: number, directory: string, private readonly file: string) {
    const objects = `<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>${file}</Key></Contents></ListBucketResult>`;
    writeFileSync(join(this.prefix, 'nginx.conf'), `
      daemon off;
      pid nginx.pid;
      error_log stderr;
      events {}
      http {
        access_log off;
        sendfile on;
        keepalive_requests 1000000;
        server {
          listen 127.0.0.1:${port};
          location / { root ${directory}; }
          location /models/ { alias ${directory}/; }
          location ~ ^/models/?$ { default_type application/xml; return 200 '${objects}'; }
        }
      }`);
    this.server = spawn('nginx', ['-p', this.prefix, '-c', 'nginx.conf', '-e', 'stderr'], { stdio: ['ignore', 'ignore', 'inherit'] });
  }

  /** Of the file. */
  public get url(): string {
    return `${this.endpoint}/${this.file}`;
  }

  /** Of S3, whose bucket is `models`. */
  public get endpoint(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  public async stop(): Promise<void> {
    this.server.kill();
    await once(this.server, 'exit');
    rmSync(this.prefix, { recursive: true });
  }
}
