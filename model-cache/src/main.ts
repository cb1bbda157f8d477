import { program } from './commands/program';

program.parseAsync().then(
  () => undefined,
  (error: Error) => {
    console.error(`error: ${error.message}`);
    process.exit(1);
  },
);
