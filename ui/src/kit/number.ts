// Numbers in thousandths, with as many decimals as their field has. What is not plainly a number is refused, never rounded.

export type NumberRead =
  { ok: true; milli: number | null } | { ok: false; why: 'not_number' | 'too_fine' | 'too_great' };

const MOST_DIGITS = 9;

function plain(typed: string): string {
  return typed
    .normalize('NFKC')
    .replaceAll('。', '.')
    .replace(/[\s,]/g, '')
    .replace(/^[−－]/, '-');
}

export function readNumber(typed: string, decimals: number): NumberRead {
  const text = plain(typed);
  if (text === '') return { ok: true, milli: null };
  const parts = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text);
  if (!parts) return { ok: false, why: 'not_number' };
  const [, sign, whole = '', after = ''] = parts;
  const part = after.replace(/0+$/, '');
  if (part.length > decimals) return { ok: false, why: 'too_fine' };
  if (whole.replace(/^0+/, '').length > MOST_DIGITS) return { ok: false, why: 'too_great' };
  const milli = Number(whole) * 1000 + Number(part.padEnd(3, '0'));
  return { ok: true, milli: sign && milli !== 0 ? -milli : milli };
}

/** `2`, `0.5`, `-3`: no more than it says. */
export function numberText(milli: number): string {
  const whole = Math.trunc(Math.abs(milli) / 1000);
  const part = String(Math.abs(milli) % 1000)
    .padStart(3, '0')
    .replace(/0+$/, '');
  return `${milli < 0 ? '-' : ''}${whole}${part ? `.${part}` : ''}`;
}
