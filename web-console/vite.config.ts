import optimizeLocales from '@react-aria/optimize-locales-plugin';
import react from '@vitejs/plugin-react';
import type { Plugin, ProxyOptions } from 'vite';
import { defineConfig } from 'vitest/config';

const gateway = process.env.DCM_URL ?? 'http://127.0.0.1:8080';
const authorization = `Bearer ${process.env.DCM_TOKEN ?? ''}`;

/**
 * For `npm run dev`: DCM_URL is the API gateway, DCM_TOKEN an access token of `./dcm token NAME`. The token stays in this proxy.
 */
function apiWithToken(): ProxyOptions {
  return {
    target: gateway,
    changeOrigin: true,
    rewrite: (path) => path.replace(/^\/console/, ''),
    headers: { Authorization: authorization },
  };
}

/** Answers with the account of the token. There is no live connection, so lists are read again every ten seconds. */
const sessionOfToken: Plugin = {
  name: 'session-of-token',
  configureServer(server) {
    server.middlewares.use('/console/session', (_, response) => {
      void fetch(`${gateway}/v1/me`, { headers: { Authorization: authorization } }).then(async (answer) => {
        const account = (await answer.json()) as { name: string; role: string; displayName: string };
        const session = { account: account.name, role: account.role, name: account.displayName };
        response.statusCode = answer.status;
        response.setHeader('Content-Type', answer.headers.get('Content-Type') ?? 'application/json');
        response.end(JSON.stringify(answer.ok ? session : account));
      });
    });
  },
};

export default defineConfig({
  base: '/console/',
  resolve: { alias: { '#preset-options': `${import.meta.dirname}/target/generated/preset-options.json` } },
  plugins: [react(), sessionOfToken, { ...optimizeLocales.vite({ locales: ['en-US'] }), enforce: 'pre' }],
  server: {
    proxy: {
      '/console/v1': apiWithToken(),
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
        // A first page needs few requests: what most pages use is in two files. The libraries of the chart and
        // of the terminal are loaded with these.
        codeSplitting: {
          groups: [
            { name: 'libraries', test: /node_modules\/(?!uplot|@xterm)/ },
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
