import optimizeLocales from '@react-aria/optimize-locales-plugin';
import react from '@vitejs/plugin-react';
import type { ProxyOptions } from 'vite';
import { defineConfig } from 'vitest/config';

/**
 * For `npm run dev`: DCM_URL is the API gateway, DCM_TOKEN an access token of `./dcm token NAME`. The token stays in this proxy.
 */
function apiWithToken(): ProxyOptions {
  return {
    target: process.env.DCM_URL ?? 'http://127.0.0.1:8080',
    changeOrigin: true,
    rewrite: (path) => path.replace(/^\/console/, ''),
    headers: { Authorization: `Bearer ${process.env.DCM_TOKEN ?? ''}` },
  };
}

export default defineConfig({
  base: '/console/',
  resolve: { alias: { '#preset-options': `${import.meta.dirname}/target/generated/preset-options.json` } },
  plugins: [react(), { ...optimizeLocales.vite({ locales: ['en-US'] }), enforce: 'pre' }],
  server: {
    proxy: {
      '/console/v1': apiWithToken(),
      '/console/session': { target: process.env.DCM_URL ?? 'http://127.0.0.1:8080', changeOrigin: true },
      '/console/live': { target: process.env.DCM_URL ?? 'http://127.0.0.1:8080', ws: true },
    },
  },
  build: {
    outDir: 'target/classes/META-INF/console',
    emptyOutDir: true,
    manifest: 'manifest.json',
    // The content security policy permits images in data: addresses, but nothing else.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
    rolldownOptions: {
      output: {
        // A first page needs few requests: what most pages use is in two files. The chart's library is loaded with the chart.
        codeSplitting: {
          groups: [
            { name: 'libraries', test: /node_modules\/(?!uplot)/ },
            { name: 'common', test: /src\/(api|live|messages|operations|palette|session|table|theme|ui)\// },
          ],
        },
      },
    },
  },
  test: {
    include: ['src/**/*.test.ts', 'build/**/*.test.ts'],
    environment: 'node',
  },
});
