/**
 * Loaded into a child process before its own program: ends it when the process that holds the other end of its standard input is gone,
 * however that ended.
 */
process.stdin.on('close', () => process.exit(1)).resume();
