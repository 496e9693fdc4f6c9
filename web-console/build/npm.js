// Runs npm: the one of this machine, or else the version in package.json. To download that takes seconds; Debian's npm comes with 380 packages.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { home, run } from './run.js';

/** @type {(...args: string[]) => Promise<void>} */
export async function npm(...args) {
  const directories = (process.env.PATH ?? '').split(path.delimiter);
  if (directories.some((directory) => existsSync(path.join(directory, 'npm')))) return run('npm', args);
  return run(process.execPath, [await download(), ...args]);
}

/** Returns the program's file. */
async function download() {
  /** @type {unknown} */
  const json = JSON.parse(await readFile(path.join(home, 'package.json'), 'utf8'));
  const { packageManager } = /** @type {{ packageManager: string }} */ (json);
  const [, version, checksum] = /^npm@(.+)\+sha512\.(.+)$/.exec(packageManager) ?? [];
  if (!version) throw new Error(`The package manager in package.json is not npm with a checksum: ${packageManager}`);
  const directory = path.join(home, 'target', `npm-${version}`);
  const program = path.join(directory, 'package/bin/npm-cli.js');
  if (existsSync(program)) return program;

  const archive = await read(`${await registry()}/npm/-/npm-${version}.tgz`);
  if (createHash('sha512').update(archive).digest('hex') !== checksum)
    throw new Error(`npm ${version} has another checksum than in package.json.`);
  const draft = `${directory}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  await writeFile(path.join(draft, 'npm.tgz'), archive);
  await run('tar', ['-xzf', path.join(draft, 'npm.tgz'), '-C', draft]);
  await rename(draft, directory);
  return program;
}

/** As npm finds it. */
async function registry() {
  const file = path.join(homedir(), '.npmrc');
  const settings = existsSync(file) ? await readFile(file, 'utf8') : '';
  const own = process.env.npm_config_registry ?? /^registry *= *(\S+)/m.exec(settings)?.[1];
  return (own ?? 'https://registry.npmjs.org').replace(/\/$/, '');
}

/** @type {(url: string) => Promise<Buffer>} */
async function read(url) {
  try {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return Buffer.from(await answer.arrayBuffer());
  } catch (problem) {
    throw new Error(`npm could not be downloaded from ${url}. Install it, on Debian: apt-get install npm`, {
      cause: problem,
    });
  }
}
