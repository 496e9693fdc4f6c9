import { expect, test } from 'vitest';
import { filesOf } from './size.js';

test('the files of a chunk are those of its static imports', () => {
  const manifest = {
    'src/main.tsx': { file: 'a.js', isEntry: true, imports: ['lib', 'loop'], css: ['a.css'] },
    lib: { file: 'lib.js', imports: ['loop'] },
    loop: { file: 'loop.js', imports: ['src/main.tsx'] },
    lazy: { file: 'lazy.js', imports: ['lib'] },
  };
  expect([...filesOf(manifest, 'src/main.tsx')].sort()).toEqual(['a.css', 'a.js', 'lib.js', 'loop.js']);
});
