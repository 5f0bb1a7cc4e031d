// Serves the built pages on loopback with the window's own content policy, and drives Debian's Chromium over them.
// A policy violation or an uncaught error fails the test that caused it.

import { createReadStream, existsSync, mkdirSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core';

const ROOT = join(import.meta.dirname, '..');
const DIST = join(ROOT, 'dist-fake');
export const ARTEFACTS = join(ROOT, 'artefacts');

/** What the shell sets for the real window (src-tauri/tauri.conf.json), less the ipc scheme. */
export const CSP =
  "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; connect-src 'self'";

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export interface House {
  url: string;
  browser: Browser;
  close(): Promise<void>;
}

/** A real desk behind the pages: each command is one run of the command line, which is the same table. */
export interface RealDesk {
  binary: string;
  data: string;
}

function passOn(desk: RealDesk, command: string, request: IncomingMessage, response: ServerResponse): void {
  const child = execFile(desk.binary, ['--data', desk.data, 'call', command, '-'], (_error, stdout) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(stdout);
  });
  if (child.stdin) request.pipe(child.stdin);
}

function serve(desk?: RealDesk): Promise<Server> {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://x').pathname);
    const command = /^\/call\/([a-z_]+)$/.exec(path)?.[1];
    if (desk && command) return passOn(desk, command, request, response);
    const file = join(DIST, path === '/' ? 'index.html' : path);
    if (!file.startsWith(DIST) || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': CSP,
    });
    createReadStream(file).pipe(response);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

export async function openHouse(desk?: RealDesk): Promise<House> {
  mkdirSync(ARTEFACTS, { recursive: true });
  const server = await serve(desk);
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    browser,
    async close() {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface Window {
  page: Page;
  context: BrowserContext;
  /** What went wrong in the page: errors nobody caught, and styles or scripts the policy refused. */
  complaints: string[];
}

export interface WindowOptions {
  dark?: boolean;
  empty?: boolean;
  real?: boolean;
  /** Another state of the fake desk: `gone`, `clock`. */
  desk?: string;
  width?: number;
  height?: number;
  /** The lock screen stands before the page. */
  locked?: boolean;
}

export async function openWindow(house: House, hash: string, options: WindowOptions = {}): Promise<Window> {
  const context = await house.browser.newContext({
    viewport: { width: options.width ?? 1366, height: options.height ?? 768 },
    colorScheme: options.dark ? 'dark' : 'light',
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  // SLOW=8 npm run test:browser: as on a machine eight times slower, where a test that does not wait for what it needs fails.
  const rate = Number(process.env.SLOW ?? 1);
  if (rate > 1) await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  const desk = options.real ? 'real' : options.empty ? 'empty' : options.desk;
  await page.goto(`${house.url}${desk ? `?desk=${desk}` : ''}${hash}`);
  if (options.locked) await page.getByRole('dialog', { name: '谁在操作？' }).waitFor();
  else await settled(page);
  return { page, context, complaints };
}

/** For a file of tests: one browser, a window of its own for each test, and what the page complained of fails the test. */
export function useHouse() {
  let house: House | undefined;
  let window: Window | undefined;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house?.close());
  afterEach(async () => {
    await window?.context.close();
    const complaints = window?.complaints ?? [];
    window = undefined;
    expect(complaints).toEqual([]);
  });
  return {
    url: (hash: string): string => `${house?.url}${hash}`,
    async open(hash: string, options: WindowOptions = {}): Promise<Page> {
      if (!house) throw new Error('the house is opened before the first test');
      window = await openWindow(house, hash, options);
      return window.page;
    },
  };
}

/** The page's heading is there and nothing says it is still reading. */
export async function settled(page: Page): Promise<void> {
  await page.waitForSelector('main h1');
  await page.waitForFunction(() => !document.querySelector('main')?.textContent?.includes('正在读取'));
}

/** The box under a label that begins with these words. (A pick's list carries the same name as its box.) */
export function box(inside: Page | Locator, label: string): Locator {
  const named = new RegExp(`^\\s*${label.replace(/[()]/g, '\\$&')}`);
  return inside.locator('.field', { hasText: named }).locator('input, textarea').first();
}

/** A button reached and pressed by keyboard. */
export async function push(page: Page, inside: Page | Locator, name: string): Promise<void> {
  await inside.getByRole('button', { name, exact: true }).first().focus();
  await page.keyboard.press('Enter');
}

/** What axe finds on the page as it stands. */
export async function complains(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
}
