// Tells a scanner from a hand by rhythm, and rebuilds the text from the physical keys: with the input method in
// Chinese mode a scanner's letters become pinyin, and the text in the box is not what was on the label.

const BETWEEN_KEYS_MS = 35;
/** A scanner that stumbles goes on; a hand that waits this long begins something new. */
const PAUSE_MS = 250;
const SHORTEST = 6;

const PLAIN: Readonly<Record<string, string>> = { Minus: '-', Period: '.', Slash: '/', Space: ' ' };
const SHIFTED: Readonly<Record<string, string>> = { Minus: '_', Slash: '?', Digit8: '*' };

function letter(code: string, shift: boolean): string | null {
  if (shift && SHIFTED[code]) return SHIFTED[code];
  const alpha = /^Key([A-Z])$/.exec(code)?.[1];
  if (alpha) return shift ? alpha : alpha.toLowerCase();
  return /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1] ?? PLAIN[code] ?? null;
}

export interface Press {
  code: string;
  shift: boolean;
  at: number;
}

export class ScanBurst {
  #text = '';
  #slow = 0;
  #last = Number.NEGATIVE_INFINITY;

  /** Feed every keydown. Answers the scanned text when this press is the Enter that ends a burst. */
  feed(press: Press): string | null {
    const gap = press.at - this.#last;
    this.#last = press.at;
    if (press.code === 'Enter' || press.code === 'NumpadEnter' || press.code === 'Tab') return this.#end(gap);
    if (press.code.startsWith('Shift')) return null;
    const char = letter(press.code, press.shift);
    if (char === null || gap > PAUSE_MS) this.#forget();
    else if (gap > BETWEEN_KEYS_MS) this.#slow += 1;
    this.#text += char ?? '';
    return null;
  }

  /** One slow key in five is a busy computer, not a hand: forgetting what came before it would cut the label. */
  #end(gap: number): string | null {
    const hurried = gap <= BETWEEN_KEYS_MS && this.#slow * 5 <= this.#text.length;
    const done = hurried && this.#text.length >= SHORTEST ? this.#text : null;
    this.#forget();
    return done;
  }

  #forget(): void {
    this.#text = '';
    this.#slow = 0;
  }
}
