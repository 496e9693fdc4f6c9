// Runs a program of this module and fails with its output.
import { spawn } from 'node:child_process';
import path from 'node:path';

export const home = path.resolve(import.meta.dirname, '..');

/** @type {(command: string, args: string[]) => Promise<void>} */
export function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: home, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (/** @type {string} */ chunk) => (output += chunk));
    }
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args.join(' ')} failed:\n${output}`));
    });
  });
}

/** Runs a program that an npm package provides. @type {(name: string, ...args: string[]) => Promise<void>} */
export function runTool(name, ...args) {
  return run(path.join(home, 'node_modules', '.bin', name), args);
}
