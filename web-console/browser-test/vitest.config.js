import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['browser-test/**/*.test.js'], testTimeout: 60_000, hookTimeout: 60_000, fileParallelism: false },
});
