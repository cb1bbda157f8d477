import { redisInstalled } from './redis-server';

/**
 * `describe` for what needs a Redis: without one, a contributor's run skips it and the title says why. With CI=true it runs, and fails.
 */
export const describeWithRedis: (title: string, tests: () => void) => void = redisInstalled() || process.env.CI === 'true'
  ? describe
  : (title, tests) => describe.skip(`${title} (skipped: no redis-server; run scripts/install-redis.sh)`, tests);
