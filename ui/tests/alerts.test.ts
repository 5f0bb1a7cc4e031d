// Desktop notifications are switched off by keyboard, and the desk remembers it.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHouse, openWindow, type House } from './harness';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

it('notifications are switched off and stay off', async () => {
  const window = await openWindow(house, '#/settings/alerts');
  const { page } = window;
  const tick = page.getByRole('checkbox', { name: /桌面通知/ });
  await tick.focus();
  await expect.poll(() => tick.isChecked()).toBe(true);
  await page.keyboard.press(' ');
  await expect.poll(() => tick.isChecked()).toBe(false);
  await page.evaluate(() => (location.hash = '#/settings/dealer'));
  await tick.waitFor({ state: 'detached' });
  await page.evaluate(() => (location.hash = '#/settings/alerts'));
  await tick.waitFor({ state: 'attached' });
  await expect.poll(() => tick.isChecked()).toBe(false);
  expect(window.complaints).toEqual([]);
  await window.context.close();
});

it('one to try is asked for, and it is said what should be seen', async () => {
  const window = await openWindow(house, '#/settings/alerts');
  const { page } = window;
  await page.getByRole('button', { name: '试发一条通知' }).press('Enter');
  await page.getByRole('status').filter({ hasText: '屏幕角上应出现' }).waitFor();
  expect(window.complaints).toEqual([]);
  await window.context.close();
});
