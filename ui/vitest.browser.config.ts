import { defineConfig } from 'vitest/config';

// Drives Debian's Chromium over the built pages (dist-fake). One browser, one file at a time: two cores.
// A machine made slower for the test takes as much longer.
const SLOW = Math.max(1, Number(process.env.SLOW ?? 1));

export default defineConfig({
  test: {
    environment: 'node',
    include: ['tests/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 60_000 * SLOW,
    hookTimeout: 60_000 * SLOW,
    // A condition is waited for, not timed: a busy machine takes longer than the usual second.
    expect: { poll: { timeout: 20_000 * SLOW } },
  },
});
