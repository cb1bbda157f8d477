/** Facts about processes that this one did not start: alive or not, since when, with how much memory. Linux reads /proc, other systems ask `ps`. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the words of the operating system: compared, never read. */
  readonly started: string;
}

/** The identity of a running process; undefined when there is none with this number, or only its corpse (zombie). */
export function identify(pid: number): ProcessIdentity | undefined {
  if (process.platform === 'linux') {
    const stat = statFields(pid);
    return stat === undefined || stat[0] === 'Z' || stat[0] === 'X' ? undefined : { pid, started: stat[19] };
  }
  const answer = ps(pid, 'stat=,lstart=');
  return answer === '' || answer.startsWith('Z') ? undefined : { pid, started: answer.replace(/^\S+\s+/, '') };
}

/** Whether exactly this process (not a later one with its number) is running. */
export function isRunning({ pid, started }: ProcessIdentity): boolean {
  return identify(pid)?.started === started;
}

/** Resident memory in bytes; 0 when the process is gone. */
export function residentBytes(pid: number): number {
  if (process.platform === 'linux') {
    try {
      const pages = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
      return pages === null ? 0 : Number(pages[1]) * 1024;
    } catch {
      return 0;
    }
  }
  return Number(ps(pid, 'rss=') || 0) * 1024;
}

/** The fields of /proc/PID/stat from the third on (state first): the second is a name that may hold spaces and parentheses. */
function statFields(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

function ps(pid: number, format: string): string {
  try {
    return execFileSync('ps', ['-o', format, '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, LC_ALL: 'C' } }).trim();
  } catch {
    return '';
  }
}
