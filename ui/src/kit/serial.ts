// What a typed or scanned serial will be looked up as. Shown beside the field, never written over what was typed:
// the desk keeps both, and Rust normalises again.

/** Full width → half width, upper case, no spaces or hyphens: the key of domain/model.md. */
export function serialKey(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-–—_]/g, '');
}

/** True when the reader should see what the desk understood. */
export function readsDifferently(typed: string): boolean {
  return typed.trim() !== '' && serialKey(typed) !== typed;
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
