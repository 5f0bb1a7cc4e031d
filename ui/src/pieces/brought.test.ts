import { expect, it } from 'vitest';
import { Brought } from './brought';

interface Boxes {
  phone: string;
  town: string;
}
const blank: Boxes = { phone: '', town: '' };

it('another name takes back what the first one brought, but not what a hand changed', () => {
  const boxes: Boxes = { ...blank };
  const brought = new Brought<Boxes>();
  brought.bring(boxes, '王丹', { phone: '19900364370', town: '城关镇' });
  boxes.town = '北关镇';
  brought.follow(boxes, '李强', blank);
  expect(boxes).toEqual({ phone: '', town: '北关镇' });
  brought.follow(boxes, '王丹', blank);
  expect(boxes).toEqual({ phone: '19900364370', town: '北关镇' });
});

it('what was never brought is left alone', () => {
  const boxes: Boxes = { phone: '13900000001', town: '' };
  new Brought<Boxes>().follow(boxes, '李强', blank);
  expect(boxes.phone).toBe('13900000001');
});
