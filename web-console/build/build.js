// node build/build.js [build | quick | test | browser-test]: checks and builds the console into target/classes, builds it without the checks, or
// runs its tests, if something has changed. Maven runs it in each build.
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { compressFiles } from './compress.js';
import { digest, unlessUnchanged } from './inputs.js';
import { npm } from './npm.js';
import { home, runTool } from './run.js';
import { checkSizes } from './size.js';
import { description, generateTypes } from './types.js';

process.chdir(home);
const output = 'target/classes/META-INF/console';
const own = ['src', 'build', 'bench', 'test-server', 'browser-test'];
const settings = ['index.html', 'package.json', 'package-lock.json', 'tsconfig.json', 'vite.config.ts'];
const checks = ['eslint.config.js', '.prettierrc.json'];

async function installPackages() {
  const lock = await digest(['package-lock.json']);
  await unlessUnchanged('node_modules/.installed', lock, () =>
    npm('ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'),
  );
}

async function check() {
  await Promise.all([
    runTool('tsc', '--noEmit'),
    runTool('eslint', '--max-warnings=0', '.'),
    runTool('prettier', '--check', '--log-level=warn', '.'),
  ]);
}

async function build() {
  await runTool('vite', 'build', '--logLevel', 'warn');
  const manifestFile = path.join(output, 'manifest.json');
  const sizes = await checkSizes(output, await readFile(manifestFile, 'utf8'));
  await rm(manifestFile);
  await compressFiles(path.join(output, 'assets'));
  console.log(`web console: ${sizes}`);
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

try {
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Error(`The web console is built with Node.js 20.19 or newer; this is ${process.versions.node}.`);
  }
  await installPackages();
  const current = await digest([...own, ...settings, ...checks, description]);
  if (process.argv[2] === 'test') {
    await unlessUnchanged('target/tested', current, () => runTool('vitest', 'run'));
  } else if (process.argv[2] === 'browser-test') {
    const test = () => runTool('vitest', 'run', '--config', 'browser-test/vitest.config.js');
    await unlessUnchanged('target/browser-tested', current, test);
  } else {
    if (!existsSync(path.join(output, 'index.html'))) await rm('target/built', { force: true });
    await unlessUnchanged('target/generated/description', await digest([description]), generateTypes);
    if (process.argv[2] !== 'quick') await unlessUnchanged('target/checked', current, check);
    await unlessUnchanged('target/built', current, build);
  }
} catch (problem) {
  console.error(problem instanceof Error ? [problem.message, problem.cause].filter(Boolean).join('\n') : problem);
  process.exit(1);
}
