import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addShortcut, chordOf, goOn, intent, listenForKeys, shortcuts, walk } from './keys';

const key = (name: string, over: KeyboardEventInit = {}) =>
  new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...over });

describe('chords', () => {
  it.each([
    [key('s', { ctrlKey: true }), 'Ctrl+S'],
    [key('s', { metaKey: true }), 'Ctrl+S'],
    [key('¡', { altKey: true, code: 'Digit1' }), 'Alt+1'],
    [key('?', { shiftKey: true, code: 'Slash' }), '?'],
    [key('F2'), 'F2'],
    [key('ArrowLeft', { altKey: true }), 'Alt+ArrowLeft'],
  ])('%#: %s', (event, chord) => expect(chordOf(event)).toBe(chord));
});

describe('intents', () => {
  it('names what was meant and leaves text alone', () => {
    expect(intent(key('ArrowDown'))).toBe('down');
    expect(intent(key('c', { ctrlKey: true }))).toBe('copy');
    expect(intent(key('a'))).toBeNull();
    expect(intent(key('Enter', { altKey: true }))).toBeNull();
  });
  it('an Enter of the input method means nothing', () => {
    expect(intent(key('Enter', { isComposing: true }))).toBeNull();
  });
});

describe('shortcuts', () => {
  beforeEach(() => listenForKeys());
  afterEach(() => document.body.replaceChildren());

  it('the newest registration of a chord runs, until it is taken back', () => {
    const first = vi.fn();
    const second = vi.fn();
    const dropFirst = addShortcut({ keys: 'Ctrl+S', says: 'a', run: first });
    const dropSecond = addShortcut({ keys: 'Ctrl+S', says: 'b', run: second });
    document.body.dispatchEvent(key('s', { ctrlKey: true }));
    dropSecond();
    document.body.dispatchEvent(key('s', { ctrlKey: true }));
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 1]);
    expect(shortcuts().map((s) => s.says)).toEqual(['a']);
    dropFirst();
    expect(shortcuts()).toEqual([]);
  });

  it('a bare letter typed into a field is text; a chord there still works', () => {
    const run = vi.fn();
    const drops = [addShortcut({ keys: '?', says: '', run }), addShortcut({ keys: 'Ctrl+K', says: '', run })];
    const box = document.body.appendChild(document.createElement('input'));
    box.dispatchEvent(key('?'));
    expect(run).not.toHaveBeenCalled();
    box.dispatchEvent(key('k', { ctrlKey: true }));
    expect(run).toHaveBeenCalledTimes(1);
    for (const drop of drops) drop();
  });

  it('nothing runs behind an open dialog or inside a composition', () => {
    const run = vi.fn();
    const drop = addShortcut({ keys: 'Ctrl+S', says: '', run });
    document.body.dispatchEvent(key('s', { ctrlKey: true, isComposing: true }));
    document.body.innerHTML = '<div role="dialog" aria-modal="true"></div>';
    document.body.dispatchEvent(key('s', { ctrlKey: true }));
    expect(run).not.toHaveBeenCalled();
    drop();
  });
});

describe('Enter walks a form', () => {
  const form = (): HTMLElement => {
    document.body.innerHTML =
      '<form><input id="a" type="text"><input id="off" disabled><input id="b" type="text"><button id="no">x</button><textarea id="n"></textarea><button data-stop id="save">s</button></form>';
    const root = document.querySelector<HTMLElement>('form')!;
    root.addEventListener('keydown', walk);
    return root;
  };
  const at = () => document.activeElement?.id;

  it('field to field, past disabled ones and other buttons, to the save button', () => {
    form();
    document.getElementById('a')!.focus();
    const seen = [0, 1, 2].map(() => {
      document.activeElement!.dispatchEvent(key('Enter'));
      return at();
    });
    expect(seen).toEqual(['b', 'n', 'save']);
  });

  it('Shift+Enter goes back, and in a note makes a line', () => {
    form();
    document.getElementById('b')!.focus();
    document.activeElement!.dispatchEvent(key('Enter', { shiftKey: true }));
    expect(at()).toBe('a');
    document.getElementById('n')!.focus();
    document.activeElement!.dispatchEvent(key('Enter', { shiftKey: true }));
    expect(at()).toBe('n');
  });

  it('what stands in the next field is selected, whoever walked there', () => {
    form();
    const next = document.querySelector<HTMLInputElement>('#b')!;
    next.value = '1';
    document.getElementById('a')!.focus();
    goOn(document.getElementById('a')!);
    expect([at(), next.selectionStart, next.selectionEnd]).toEqual(['b', 0, 1]);
  });

  it('does not move for an Enter of the input method', () => {
    form();
    document.getElementById('a')!.focus();
    document.activeElement!.dispatchEvent(key('Enter', { isComposing: true }));
    expect(at()).toBe('a');
  });
});
