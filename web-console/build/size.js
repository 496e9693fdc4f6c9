// Checks the compressed sizes of what a browser loads at the start, and of the chart and the terminal.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const KIB = 1024;
export const limits = { shell: 200 * KIB, chart: 25 * KIB, terminal: 90 * KIB };

/** @typedef {{ file: string, isEntry?: boolean, imports?: string[], css?: string[] }} Chunk */
/** @typedef {Record<string, Chunk>} Manifest */

/** The files that the chunk `key` needs before it can run. @type {(manifest: Manifest, key: string) => Set<string>} */
export function filesOf(manifest, key) {
  /** @type {Set<string>} */
  const files = new Set();
  const open = [key];
  const seen = new Set();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const chunk = manifest[next];
    if (!chunk || seen.has(next)) continue;
    seen.add(next);
    files.add(chunk.file);
    for (const css of chunk.css ?? []) files.add(css);
    open.push(...(chunk.imports ?? []));
  }
  return files;
}

/** Fails if a limit is exceeded; returns a sentence with the sizes. @type {(directory: string, manifestJson: string) => Promise<string>} */
export async function checkSizes(directory, manifestJson) {
  /** @type {unknown} */
  const json = JSON.parse(manifestJson);
  const manifest = /** @type {Manifest} */ (json);
  const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry);
  if (!entry) throw new Error('The manifest has no entry.');
  const shellFiles = filesOf(manifest, entry);
  /** @type {(name: string) => Promise<number>} */
  const sizeOfPart = (name) => {
    const part = Object.keys(manifest).find((key) => key.endsWith(`/${name}.tsx`));
    if (!part) throw new Error(`The manifest has no chunk for ${name}.tsx.`);
    return compressedSize(
      directory,
      [...filesOf(manifest, part)].filter((file) => !shellFiles.has(file)),
    );
  };
  const shell = await compressedSize(directory, [...shellFiles]);
  const chart = await sizeOfPart('UsageChart');
  const terminal = await sizeOfPart('TerminalScreen');
  requireAtMost('app shell', shell, limits.shell);
  requireAtMost('chart', chart, limits.chart);
  requireAtMost('terminal', terminal, limits.terminal);
  return `app shell ${inKiB(shell)}, chart ${inKiB(chart)}, terminal ${inKiB(terminal)}`;
}

/** @type {(directory: string, files: string[]) => Promise<number>} */
async function compressedSize(directory, files) {
  const sizes = await Promise.all(
    files.map(async (file) => gzipSync(await readFile(path.join(directory, file))).length),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** @type {(what: string, size: number, limit: number) => void} */
function requireAtMost(what, size, limit) {
  if (size > limit)
    throw new Error(
      `The ${what} has ${inKiB(size)} compressed; the limit is ${inKiB(limit)}. Load parts of it later, with import().`,
    );
}

/** @type {(bytes: number) => string} */
function inKiB(bytes) {
  return `${(bytes / KIB).toFixed(1)} KiB`;
}
