import { ModelStatus } from '../reporter';

/**
 * Asks the agent that listens at an address how far it is.
 *
 * @throws Error if none answers
 */
export async function status(healthAddress: string): Promise<{ readonly text: string; readonly complete: boolean }> {
  const address = healthAddress.replace(/^(0\.0\.0\.0|\[::\])/, '127.0.0.1');
  let models: readonly ModelStatus[];
  try {
    models = await (await fetch(`http://${address}/models`)).json() as readonly ModelStatus[];
  } catch (error) {
    throw new Error(`no agent answers at ${address} (${((error as Error).cause as Error | undefined)?.message ?? (error as Error).message}); run this in its pod`);
  }
  const width = Math.max(0, ...models.map(({ name }) => name.length));
  return {
    text: models.length === 0 ? 'no models are declared' : models.map(({ name, stage, message }) => `${name.padEnd(width)}  ${stage.padEnd(9)}  ${message}`).join('\n'),
    complete: models.every(({ stage }) => stage === 'ready'),
  };
}
