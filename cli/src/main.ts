/** `gpu-autoscaler`: the one command of this project for its users. */
import { Command } from 'commander';
import { registerLint } from '../../lint/src/command';
import { registerRehearse } from '../../rehearsal/src/commands';

async function main(): Promise<void> {
  const program = new Command('gpu-autoscaler')
    .description('Take GPU workers from zero to N and back: the command line of cdk8s-gpu-autoscaler')
    .enablePositionalOptions()
    .showHelpAfterError('(add --help for what is possible)');
  registerLint(program);
  registerRehearse(program);
  await program.parseAsync();
}

main().catch((error: Error) => {
  console.error(process.env.DEBUG ? error : `error: ${error.message}`);
  process.exitCode = 1;
});
