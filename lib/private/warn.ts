import { Construct } from 'constructs';
import { shown } from './refuse';

/**
 * Warns at synth of input that works and is rarely meant, in the form that a refusal has. Node.js prints it on standard error and hands
 * it to `process.on('warning')`.
 *
 * @param scope the construct that was given the input; its path starts the message
 * @param what the property
 * @param got its value
 * @param problem what will happen
 * @param fix what the user should do
 */
export function warn(scope: Construct, what: string, got: unknown, problem: string, fix: string): void {
  emitWarning(`${scope.node.path}: ${what}: got ${shown(got)}; ${problem}; ${fix}`);
}

/** Warns in words that are complete. */
export function emitWarning(message: string): void {
  process.emitWarning(message, 'GpuAutoscalerWarning');
}
