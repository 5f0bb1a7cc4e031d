// Every form that ships, drawn: nothing cut off, nothing axe finds, and a picture of each to look at.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ARTEFACTS, openHouse, openWindow, settled, type House, type Window } from './harness';

const FOLDER = join(import.meta.dirname, '../../policies/forms');
type Json = Record<string, unknown>;
const list = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);
const words = (value: unknown): string[] => (Array.isArray(value) ? (value as string[]) : []);

/** Of a code table of the desk some lines: what stands in it is the desk's. */
const SOME = ['陈伟', '李强', '周海'].map((one) => ({ code: one, title: one }));
const codesOf = (field: Json) => {
  const own = Array.isArray(field.codes) ? (field.codes as [string, string][]) : null;
  if (own) return own.map(([code, title]) => ({ code, title }));
  return field.kind === 'choice' ? SOME : [];
};

const fieldOf = (field: Json): Json => ({
  key: field.key,
  title: field.title,
  kind: field.kind,
  required: field.required === true,
  help: field.help ?? '',
  width: field.width === 'all' ? 0 : (field.width ?? 1),
  unit: field.unit ?? '',
  decimals: field.decimals ?? 0,
  min: null,
  max: null,
  most: field.most ?? null,
  shape: field.shape ?? 'plain',
  codes: codesOf(field),
  levels: field.levels ?? [],
  to: field.to ?? '',
  columns: list(field.fields).map(fieldOf),
  rows_max: field.rows_max ?? null,
  computed: field.computed !== undefined,
  conditional: field.shown_if !== undefined,
  locked_in: [],
  draw: field.draw !== undefined,
  copy: field.copy === true,
});

/** As the desk hands a definition to the screen. */
function viewOf(form: Json): Json {
  const { columns = [], filters = [], totals = [] } = (form.list ?? {}) as Json;
  const steps = list(form.steps).map((step) => ({
    ...step,
    asks: step.asks ?? [],
    reason: step.reason === true,
    may: true,
    who_name: '',
    next_form: null,
  }));
  const sections = list(form.sections).map((section) => ({
    title: section.title,
    help: section.help ?? '',
    columns: section.columns ?? 2,
    conditional: section.shown_if !== undefined,
    fields: list(section.fields).map(fieldOf),
  }));
  const states = list(form.states).map((state) => ({ ...state, final: state.final === true }));
  const told = { note: form.note ?? '', short: form.short ?? '', travels: false, print: null, draws_by: [] };
  return { ...form, ...told, sections, states, steps, columns, filters, totals };
}

const FORMS = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => viewOf(JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Json));
const NAMES = FORMS.map((form) => [String(form.title), String(form.key)] as const);

let house: House;
let window: Window;
beforeAll(async () => {
  house = await openHouse();
  window = await openWindow(house, '#/today');
  await window.page.evaluate((forms) => localStorage.setItem('forms', forms), JSON.stringify(FORMS));
});
afterAll(async () => {
  await window.context.close();
  await house.close();
});

const complains = async (): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page: window.page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
};

it('there are many of them, and their place shows them all', async () => {
  const { page } = window;
  await page.goto(`${house.url}#/registers`);
  await page.reload();
  await expect.poll(() => page.locator('main section ul a').count()).toBe(FORMS.length);
  await page.screenshot({ path: join(ARTEFACTS, '91-登记簿-全部表.png') });
  expect(words(FORMS[0]?.says).length).toBeGreaterThan(0);
});

it.each(NAMES)('%s', async (title, key) => {
  const { page, complaints } = window;
  await page.goto(`${house.url}#/registers/${key}//new`);
  await page.locator('main h1', { hasText: `登记 ${title}` }).waitFor();
  await settled(page);
  await page.locator('form section').first().waitFor();
  const tooWide = (): Promise<string[]> =>
    page.evaluate(() =>
      [...document.querySelectorAll('.content, form section, form .table')]
        .filter((one) => one.scrollWidth > one.clientWidth + 1)
        .map((one) => `${innerWidth} ${one.className}`),
    );
  const wide = await tooWide();
  await page.setViewportSize({ width: 1024, height: 700 });
  wide.push(...(await tooWide()));
  await page.setViewportSize({ width: 1366, height: 1600 });
  await page.screenshot({ path: join(ARTEFACTS, `92-${key}.png`) });
  const found = await complains();
  await page.setViewportSize({ width: 1366, height: 768 });
  expect({ wide, found, complaints }).toEqual({ wide: [], found: [], complaints: [] });
});
