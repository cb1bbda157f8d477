import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { experimental } from '@grpc/grpc-js';
import { Log } from './log';

/** How soon a renewed certificate is used. */
const LOOK_EVERY_MS = 10_000;

/** What `tls.crt`, `tls.key` and `ca.crt` hold. */
interface Certificates {
  readonly certificate: Buffer;
  readonly key: Buffer;
  readonly ca: Buffer;
}

/**
 * The files of a Secret of certificates, taken up again when they are renewed. While they are away, broken, or do not belong together, what was
 * good last stays, and the log says so once: the provider that gRPC has would turn away everybody.
 */
export class TlsFiles implements experimental.CertificateProvider {
  private current: Certificates;
  /** Why the files are not used now. */
  private problem?: string;
  private timer?: NodeJS.Timeout;
  private readonly identityListeners = new Set<experimental.IdentityCertificateUpdateListener>();
  private readonly caListeners = new Set<experimental.CaCertificateUpdateListener>();

  /**
   * @throws Error if one of the files is away or wrong at the start
   */
  public constructor(private readonly directory: string, private readonly log: Log) {
    this.current = read(directory);
  }

  public addIdentityCertificateListener(listener: experimental.IdentityCertificateUpdateListener): void {
    this.identityListeners.add(listener);
    this.watch();
    process.nextTick(() => this.tell()); // it listens only when this has returned
  }

  public removeIdentityCertificateListener(listener: experimental.IdentityCertificateUpdateListener): void {
    this.identityListeners.delete(listener);
    this.watch();
  }

  public addCaCertificateListener(listener: experimental.CaCertificateUpdateListener): void {
    this.caListeners.add(listener);
    this.watch();
    process.nextTick(() => this.tell()); // it listens only when this has returned
  }

  public removeCaCertificateListener(listener: experimental.CaCertificateUpdateListener): void {
    this.caListeners.delete(listener);
    this.watch();
  }

  /** Looks at the files for as long as somebody listens. */
  private watch(): void {
    if (this.identityListeners.size + this.caListeners.size === 0) {
      clearInterval(this.timer);
      this.timer = undefined;
    } else {
      this.timer ??= setInterval(() => this.look(), LOOK_EVERY_MS).unref();
    }
  }

  private look(): void {
    try {
      const found = read(this.directory);
      this.problem = undefined;
      if (!same(found, this.current)) {
        this.current = found;
        this.tell();
        this.log('info', 'certificates changed', { directory: this.directory });
      }
    } catch (error) {
      const { message } = error as Error;
      if (message !== this.problem) {
        this.problem = message; // once, not at every look
        this.log('error', 'certificates not changed', { directory: this.directory, problem: message });
      }
    }
  }

  private tell(): void {
    const { certificate, key, ca } = this.current;
    this.identityListeners.forEach((listener) => listener({ certificate, privateKey: key }));
    this.caListeners.forEach((listener) => listener({ caCertificate: ca }));
  }
}

function read(directory: string): Certificates {
  const [certificate, key, ca] = ['tls.crt', 'tls.key', 'ca.crt'].map((file) => readFileSync(join(directory, file)));
  check('tls.crt and tls.key', () => createSecureContext({ cert: certificate, key }));
  check('ca.crt', () => new X509Certificate(ca)); // a context takes anything for an authority, and then trusts nobody
  return { certificate, key, ca };
}

function check(files: string, parse: () => unknown): void {
  try {
    parse();
  } catch (error) {
    throw new Error(`${files}: ${(error as Error).message}`);
  }
}

function same(one: Certificates, other: Certificates): boolean {
  return one.certificate.equals(other.certificate) && one.key.equals(other.key) && one.ca.equals(other.ca);
}
