// Finds out whether the inputs of a step have changed since its last success.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The digest of all files in `paths`, which are files and directories. @type {(paths: string[]) => Promise<string>} */
export async function digest(paths) {
  const hash = createHash('sha256');
  for (const each of paths) {
    for (const file of await filesIn(each)) {
      const content = await readFile(file);
      hash.update(`${file} ${content.length}\n`).update(content);
    }
  }
  return hash.digest('hex');
}

/** Runs `step` unless `stamp` says that it succeeded with the same digest. @type {(stamp: string, current: string, step: () => Promise<void>) => Promise<void>} */
export async function unlessUnchanged(stamp, current, step) {
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === current) return;
  await step();
  await mkdir(path.dirname(stamp), { recursive: true });
  await writeFile(stamp, current);
}

/** @type {(root: string) => Promise<string[]>} */
async function filesIn(root) {
  if (!(await stat(root)).isDirectory()) return [root];
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
