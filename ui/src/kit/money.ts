// Fen from what a clerk types, without floating point. What is not plainly an amount is refused, never rounded.

export type MoneyRead =
  { ok: true; fen: number | null } | { ok: false; why: 'not_money' | 'below_fen' | 'too_much' };

const MOST_FEN = 100_000_000_000; // one thousand million yuan: a slipped key, not a machine

function plainText(typed: string): string {
  return typed
    .replace(/[！-～]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replaceAll('。', '.')
    .replace(/[\s\u3000]/g, '')
    .replace(/^[¥￥]/, '')
    .replace(/元整?$/, '');
}

export function readMoney(typed: string): MoneyRead {
  const plain = plainText(typed);
  if (plain === '') return { ok: true, fen: null };
  const grouped = /^\d{1,3}(,\d{3})+(\.\d*)?$/.test(plain);
  const digits = grouped ? plain.replaceAll(',', '') : plain;
  const parts = /^(\d+)(?:\.(\d*))?$/.exec(digits);
  if (!parts) return { ok: false, why: 'not_money' };
  const cents = (parts[2] ?? '').replace(/0+$/, '');
  if (cents.length > 2) return { ok: false, why: 'below_fen' };
  const fen = Number(parts[1]) * 100 + Number(cents.padEnd(2, '0'));
  return fen > MOST_FEN ? { ok: false, why: 'too_much' } : { ok: true, fen };
}

/** `1,234.00` */
export function moneyText(fen: number): string {
  const sign = fen < 0 ? '-' : '';
  const abs = Math.abs(fen);
  const yuan = String(Math.floor(abs / 100)).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${sign}${yuan}.${String(abs % 100).padStart(2, '0')}`;
}

/** `¥1,234.00` */
export const yuan = (fen: number): string => `¥${moneyText(fen)}`;

/** Thousandths as a clerk reads them: `2`, `0.5`. */
export function quantityText(milli: number): string {
  return (milli / 1000).toFixed(3).replace(/\.?0+$/, '');
}
