import { expect, it } from 'vitest';
import { placeOfLine, type Lines } from './lines';

const lines: Lines<{ name: string }> = {
  list: 'parts',
  lines: [{ name: 'a' }, { name: '' }, { name: 'b' }],
  begun: (line) => line.name !== '',
  boxes: ['name', 'qty_milli'],
};

it('a line that is not begun is not counted, and what has no box stands at the first', () => {
  expect(placeOfLine(lines, 'parts.1.qty_milli')).toBe('parts.2.qty_milli');
  expect(placeOfLine(lines, 'parts.1.code')).toBe('parts.2.name');
  expect(placeOfLine(lines, 'parts.0')).toBe('parts.0.name');
});

it('what is no line of this list stays as it is', () => {
  for (const field of ['customer.name', 'parts.9.name', 'parts', ''])
    expect(placeOfLine(lines, field)).toBe(field);
});
