import { describe, expect, it } from 'vitest';
import { Ime, watchIme } from './ime';

const press = (over: Partial<{ key: string; keyCode: number; isComposing: boolean; timeStamp: number }>) => ({
  key: 'Enter',
  keyCode: 13,
  isComposing: false,
  timeStamp: 10_000,
  ...over,
});

describe('whose key is it', () => {
  it('every key of an open composition is the input method’s', () => {
    const ime = new Ime();
    ime.start();
    expect(ime.composing).toBe(true);
    expect(ime.owns(press({}))).toBe(true);
    expect(ime.owns(press({ key: 'ArrowDown', keyCode: 40 }))).toBe(true);
  });

  it('WebKit: the Enter that confirms a candidate comes after the end with 229, once', () => {
    const ime = new Ime();
    ime.start();
    ime.end(9_990);
    expect(ime.owns(press({ keyCode: 229 }))).toBe(true);
    expect(ime.owns(press({ keyCode: 229, timeStamp: 10_100 }))).toBe(false);
  });

  it('a later real Enter that still carries 229 is the person’s', () => {
    const ime = new Ime();
    ime.start();
    ime.end(9_000);
    expect(ime.owns(press({ keyCode: 229 }))).toBe(false);
  });

  it('an Enter of the same stroke without 229 is swallowed once', () => {
    const ime = new Ime();
    ime.start();
    ime.end(9_990);
    expect(ime.owns(press({}))).toBe(true);
    expect(ime.owns(press({ timeStamp: 10_010 }))).toBe(false);
  });

  it('a quick hand: space chose the word, Enter 80 ms later walks on', () => {
    const ime = new Ime();
    ime.start();
    ime.end(9_920);
    expect(ime.owns(press({}))).toBe(false);
  });

  it('the first keystroke of a composition (229, Process) is not text', () => {
    const ime = new Ime();
    expect(ime.owns(press({ key: 'n', keyCode: 229 }))).toBe(true);
    expect(ime.owns(press({ key: 'Process', keyCode: 229 }))).toBe(true);
    expect(ime.owns(press({ key: 'n', keyCode: 78 }))).toBe(false);
  });

  it('hears compositions of the whole window', () => {
    const ime = new Ime();
    watchIme(document, ime);
    const box = document.body.appendChild(document.createElement('input'));
    box.dispatchEvent(new Event('compositionstart', { bubbles: true }));
    expect(ime.composing).toBe(true);
    box.dispatchEvent(new Event('compositionend', { bubbles: true }));
    expect(ime.composing).toBe(false);
  });
});
