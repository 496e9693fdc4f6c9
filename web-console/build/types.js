// Generates the types of the API from its description, so that a call that the API does not offer fails to compile.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { home, runTool } from './run.js';

export const description = path.resolve(home, '../docs/openapi.json');

export async function generateTypes() {
  await mkdir(path.join(home, 'target/generated'), { recursive: true });
  await runTool('openapi-typescript', description, '-o', 'target/generated/openapi.d.ts');
  await writePresetOptions();
}

/** The form of a preset is made from the schema of its options. */
async function writePresetOptions() {
  /** @type {unknown} */
  const json = JSON.parse(await readFile(description, 'utf8'));
  const { components } = /** @type {{ components: { schemas: Record<string, unknown> } }} */ (json);
  const file = path.join(home, 'target/generated/preset-options.json');
  await writeFile(file, JSON.stringify(components.schemas.PresetOptions));
}

if (process.argv[1] === import.meta.filename) await generateTypes();
