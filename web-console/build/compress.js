// Writes a compressed copy beside each file that a browser can load compressed.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** @type {(directory: string) => Promise<void>} */
export async function compressFiles(directory) {
  const files = (await readdir(directory)).filter((file) => /\.(js|css|svg)$/.test(file));
  for (const file of files) {
    const from = path.join(directory, file);
    await writeFile(`${from}.gz`, gzipSync(await readFile(from), { level: 9 }));
  }
}
