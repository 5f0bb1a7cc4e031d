import { defineConfig } from 'vitest/config';

// Drives Debian's Chromium over the built pages (dist-fake). One browser, one file at a time: two cores.
export default defineConfig({
  test: {
    environment: 'node',
    include: ['tests/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A condition is waited for, not timed: a busy machine takes longer than the usual second.
    expect: { poll: { timeout: 20_000 } },
  },
});
