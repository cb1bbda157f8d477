import { Checksum } from '../fetch/remote-file';

/** A checksum as clouds write it; nothing if there is none, or if it is one of an object's parts, `VALUE-PARTS`. */
export function checksumIn(algorithm: Checksum['algorithm'], base64: string | undefined): Checksum | undefined {
  return base64 === undefined || base64.includes('-') ? undefined : { algorithm, value: Buffer.from(base64, 'base64').toString('hex') };
}
