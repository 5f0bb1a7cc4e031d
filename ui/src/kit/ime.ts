// One answer to "does this key belong to the input method?" for the whole window.
//
// Three signals, because no single one holds everywhere:
// - a composition is open (`compositionstart` seen, or the event says so): every key is the input method's;
// - `Process`, or 229 on a key that is not Enter: the input method is still thinking about it;
// - WebKit sends the Enter that confirms a candidate *after* `compositionend`, with `isComposing` false and keyCode 229.
//   229 alone must not be believed for ever: later real Enters were seen to carry it as well. So it counts only in a
//   short time after a composition ended, and once.
//
// Absent: any change of the text. Fields keep their own value; this only says whose the key is.

const LATE_229_MS = 500;
/** No hand presses Enter this soon after choosing a candidate; the same physical key does. */
const SAME_STROKE_MS = 40;

export interface KeyLike {
  key: string;
  keyCode: number;
  isComposing: boolean;
  timeStamp: number;
}

export class Ime {
  #open = false;
  #endedAt = Number.NEGATIVE_INFINITY;
  #owed = false;

  get composing(): boolean {
    return this.#open;
  }

  start(): void {
    this.#open = true;
    this.#owed = false;
  }

  end(at: number): void {
    this.#open = false;
    this.#endedAt = at;
    this.#owed = true;
  }

  /** Whether the key belongs to the input method. Asking consumes the one late Enter. */
  owns(event: KeyLike): boolean {
    if (this.#open || event.isComposing || event.key === 'Process') return true;
    const since = event.timeStamp - this.#endedAt;
    const late = this.#owed && since <= (event.keyCode === 229 ? LATE_229_MS : SAME_STROKE_MS);
    if (event.key !== 'Enter') return event.keyCode === 229;
    this.#owed = false;
    return late;
  }
}

const seen = new WeakSet<EventTarget>();

/** The window's one tracker. Listens in the capture phase, so it knows before any field does. */
export const ime = new Ime();

export function watchIme(target: EventTarget, tracker: Ime = ime): void {
  if (seen.has(target)) return;
  seen.add(target);
  target.addEventListener('compositionstart', () => tracker.start(), true);
  target.addEventListener('compositionend', (event) => tracker.end(event.timeStamp), true);
}
