import { describe, expect, it } from 'vitest';
import { initialsOf, type Option } from './pick';

const pipe: Option = { value: '高压油管', label: '高压油管', code: 'YG100' };

describe('a text that names a line by its initials', () => {
  it('has a letter for each character, and only one line is found', () => {
    expect(initialsOf([pipe], 'gyyg')).toBe(0);
    expect(initialsOf([pipe], 'GYYG ')).toBe(0);
  });

  it('is none with fewer letters, in words, as a piece of a code, or where two lines fit', () => {
    expect(initialsOf([pipe], 'yg')).toBe(-1);
    expect(initialsOf([pipe], '油管')).toBe(-1);
    expect(initialsOf([{ ...pipe, code: 'XGYYG9' }], 'gyyg')).toBe(-1);
    expect(initialsOf([pipe, { ...pipe, code: 'YG200' }], 'gyyg')).toBe(-1);
    expect(initialsOf([], 'gyyg')).toBe(-1);
  });
});
