import type { Command } from 'commander';

/* eslint-disable @typescript-eslint/no-require-imports -- the scaler and the model cache agent do not load each other */
if (process.argv[2] === 'cache') {
  process.argv.splice(2, 1); // its command line is its own
  require('gpu-model-cache');
} else {
  const { program } = require('./commands/program') as { readonly program: Command };
  program.parseAsync().then(
    () => undefined,
    (error: Error) => {
      console.error(`error: ${error.message}`);
      process.exit(1);
    },
  );
}
