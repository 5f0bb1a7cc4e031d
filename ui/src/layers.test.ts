// The rooms of the window and the doors between them, read from the sources.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = import.meta.dirname;
const FILES = readdirSync(ROOT, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(ts|vue)$/.test(entry.name) && !entry.name.endsWith('.test.ts'))
  .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
  .filter((file) => !file.includes('/generated/'));

const source = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
/** Code without its comments: rules are about what runs. */
const code = (file: string): string =>
  source(file)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '');
const imports = (file: string): string[] =>
  [...source(file).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((m) => {
    const target = m[1] ?? '';
    return target.startsWith('.') ? join(dirname(file), target).replaceAll('\\', '/') : target;
  });
const breaking = (files: string[], rule: (file: string) => boolean): string[] => files.filter(rule);
const inside = (folder: string): string[] => FILES.filter((file) => file.startsWith(folder));
const outside = (folder: string): string[] => FILES.filter((file) => !file.startsWith(folder));

describe('layers', () => {
  it('finds the sources', () => expect(FILES.length).toBeGreaterThan(60));

  it('only the kit knows the component library', () => {
    const knows = (file: string): boolean => imports(file).some((i) => /^(element-plus|dayjs)/.test(i));
    expect(breaking(outside('kit/'), knows)).toEqual([]);
  });

  it('only api/call.ts knows the shell', () => {
    const knows = (file: string): boolean => imports(file).some((i) => i.startsWith('@tauri-apps'));
    expect(breaking(FILES, knows)).toEqual(['api/call.ts']);
  });

  it('only kit/keys.ts and kit/ime.ts read which key it was', () => {
    const reads = (file: string): boolean =>
      /\b(event|e|press)\.(key|keyCode|code)\b|@keydown\.(enter|esc)/.test(code(file));
    expect(breaking(FILES, reads).sort()).toEqual(['kit/ime.ts', 'kit/keys.ts', 'kit/scan.ts']);
  });

  it('a page never imports another page', () => {
    const crosses = (file: string): boolean => {
      const mine = file.split('/').slice(0, 2).join('/');
      return imports(file).some((i) => i.startsWith('pages/') && !i.startsWith(`${mine}/`));
    };
    expect(breaking(inside('pages/'), crosses)).toEqual([]);
  });

  it('the kit knows neither pages nor commands', () => {
    const knows = (file: string): boolean => imports(file).some((i) => /^(pages|pieces|frame|api)\//.test(i));
    expect(breaking(inside('kit/'), knows)).toEqual([]);
  });

  it('texts stand in text/: no Chinese in a template or a page', () => {
    const speaks = (file: string): boolean =>
      /[\u4e00-\u9fff]/.test(code(file).replace(/<!--[\s\S]*?-->/g, ''));
    const allowed = /^(text\/|api\/fake|kit\/day\.ts|kit\/money\.ts|kit\/scan\.ts|clock\.ts|kit\/months\.ts)/;
    const others = FILES.filter((file) => !allowed.test(file));
    expect(breaking(others, speaks)).toEqual([]);
  });

  it('a component has at most 300 lines, a file at most 500', () => {
    const long = (file: string): boolean =>
      source(file).split('\n').length > (file.endsWith('.vue') ? 300 : 500);
    expect(breaking(FILES, long)).toEqual([]);
  });

  it('no style is made at run time: none in a template, none in index.html', () => {
    const html = readFileSync(join(ROOT, '../index.html'), 'utf8').replace(/<!--[\s\S]*?-->/g, '');
    expect(html).not.toMatch(/<style|style=/);
    expect(breaking(FILES, (file) => /\sstyle="|innerHTML|v-html/.test(code(file)))).toEqual([]);
  });
});
