import { execFile } from 'child_process';
import { promisify } from 'util';

const LONGEST_OUTPUT = 64 * 1024 * 1024;

/** What no test needs to hear. */
const QUIET = { JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '1', PIP_DISABLE_PIP_VERSION_CHECK: '1' };

/** Runs a command to its end. Throws its output when it fails. */
export async function run([program, ...args]: readonly string[], directory: string): Promise<void> {
  try {
    await promisify(execFile)(program, args, { cwd: directory, env: { ...process.env, ...QUIET }, maxBuffer: LONGEST_OUTPUT });
  } catch (error) {
    const { message, stdout, stderr } = error as Error & { stdout: string; stderr: string };
    throw new Error(`${message.split('\n')[0]}\nin ${directory}\n${stdout}${stderr}`);
  }
}
