import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['browser-test/**/*.test.js'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The default of 1 s is less than a page needs to load on a busy machine.
    expect: { poll: { timeout: 30_000 } },
    fileParallelism: false,
  },
});
