// Generates the types of the API from its description, so that a call that the API does not offer fails to compile.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { home, runTool } from './run.js';

export const description = path.resolve(home, '../docs/openapi.json');

export async function generateTypes() {
  await mkdir(path.join(home, 'target/generated'), { recursive: true });
  await runTool('openapi-typescript', description, '-o', 'target/generated/openapi.d.ts');
}

if (process.argv[1] === import.meta.filename) await generateTypes();
