import { readFile } from 'node:fs/promises';
import { RemoteRequest } from '../fetch/remote-file';
import { Problem } from '../problem';

/** What credentials consist of: anything else would not get into a header, or would get more into it. */
const PRINTABLE = /^[\x21-\x7e]+$/;

/**
 * A credential, as its file has it now: Kubernetes exchanges the file when the Secret changes.
 *
 * @throws Problem if there is none, without a word of what is there
 */
export async function secretOf(file: string): Promise<string> {
  const value = (await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Problem('denied', `${file} cannot be read (${error.code}); put the credential into the key of that name of its Secret`);
  })).trim();
  if (!PRINTABLE.test(value)) {
    throw new Problem('denied', `${file} ${value === '' ? 'is empty' : 'holds a space, a line break or another character that no credential has'}; correct it in its Secret`);
  }
  return value;
}

/** The headers that prove a bearer, if a token is named. */
export async function bearer(file: string | undefined): Promise<NonNullable<RemoteRequest['headers']>> {
  return file === undefined ? {} : { authorization: `Bearer ${await secretOf(file)}` };
}
