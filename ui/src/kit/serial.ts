// What a typed or scanned serial will be kept as and compared by. Shown beside the field, never written over what was
// typed: Rust does the same once more (TEXT-1, TEXT-4).

/** Controls, and marks of width and direction that come along when a serial is copied from a phone or a web page. */
const UNSEEN = /[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu;
const HYPHENS = /[-_\u2010-\u2015\u2212\u00ad]/g;

/** As it is kept, printed and sent: half width, capitals, no spaces; hyphens stay as on the plate. */
export function serialText(typed: string): string {
  return typed.normalize('NFKC').replace(/\s/g, '').replace(UNSEEN, '').toUpperCase();
}

/** What two serials are compared by: hyphens do not count. */
export function serialKey(typed: string): string {
  return serialText(typed).replace(HYPHENS, '');
}

export interface SerialReading {
  kept: string;
  compared: string;
}

/** What the desk makes of it; null when it is kept and compared as it stands there. */
export function serialReading(typed: string): SerialReading | null {
  const [kept, compared] = [serialText(typed), serialKey(typed)];
  return compared === '' || compared === typed ? null : { kept, compared };
}

/** Phones: digits only, for the reading beside the field. */
export function phoneDigits(typed: string): string {
  return typed.normalize('NFKC').replace(/[\s\-()+]/g, '');
}

export type PhoneDoubt = 'not_digits' | 'mobile_length' | 'too_short';

/** A doubt, not a refusal: a clerk may have nothing better on the paper. */
export function phoneDoubt(typed: string): PhoneDoubt | null {
  const digits = phoneDigits(typed);
  if (digits === '') return null;
  if (!/^\d+$/.test(digits)) return 'not_digits';
  if (digits.startsWith('1') && digits.length !== 11) return 'mobile_length';
  return digits.length < 7 ? 'too_short' : null;
}

/** `199 0071 7470`; a landline stays as it is. */
export function phoneReading(typed: string): string {
  const digits = phoneDigits(typed);
  return /^1\d{10}$/.test(digits) ? digits.replace(/^(\d{3})(\d{4})(\d{4})$/, '$1 $2 $3') : digits;
}
