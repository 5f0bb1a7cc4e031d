// 以旧换新 of the pretended desk: the new part of each old one of the first maker.

import { t } from '../../text';
import type { Commands, ExchangeRow, OldPartView } from '../types';
import { pageOf, refuse, refuseStale } from './sales';
import type { World } from './world';

type Names = 'exchange_list' | 'exchange_sums' | 'exchange_save';
type Handlers = { [K in Names]: (input: Commands[K]['input']) => Commands[K]['output'] };
type Written = Pick<ExchangeRow, 'rev' | 'got_milli' | 'bought_milli' | 'on_day' | 'paper_no' | 'reason'>;

const NOTHING: Written = { rev: 0, got_milli: 0, bought_milli: 0, on_day: null, paper_no: '', reason: '' };

export function exchangeCommands(world: World): Handlers {
  const written = new Map<string, Written>();
  function row(part: OldPartView): ExchangeRow {
    const known = written.get(part.id) ?? NOTHING;
    const out_milli = part.qty_milli - known.got_milli - known.bought_milli;
    const over = known.got_milli > 0 ? 'done' : 'bought';
    const owed = part.state === 'sent' ? 'on_the_way' : part.state === 'lost' ? 'no_old_part' : 'old_here';
    const standing = out_milli === 0 ? over : owed;
    return {
      ...known,
      ...part,
      rev: known.rev,
      reason: known.reason,
      new_serial: '',
      standing,
      standing_name: t.exchange.standings[standing],
      out_milli,
      bound_fen: Math.floor((part.value_fen * out_milli) / part.qty_milli),
    };
  }
  function all(principal: string): ExchangeRow[] {
    const first = world.oldParts[0]?.principal;
    const ours = world.oldParts.filter((part) => part.principal === first && part.state !== 'voided');
    return ours.filter((part) => principal === '' || part.principal === principal).map(row);
  }
  return {
    exchange_list({ term, principal, open, limit, offset }) {
      const said = (one: ExchangeRow): string => [one.tag_no, one.name, one.code, one.repair_no].join(' ');
      const wanted = all(principal).filter((one) => (!open || one.out_milli > 0) && said(one).includes(term));
      return pageOf(wanted, limit, offset);
    },
    exchange_sums({ principal }) {
      const out = all(principal).filter((one) => one.out_milli > 0);
      const first = out[0];
      if (!first) return [];
      const bound = (rows: ExchangeRow[]): number => rows.reduce((fen, one) => fen + one.bound_fen, 0);
      const standings = [...new Set(out.map((one) => one.standing))];
      return [
        {
          principal: first.principal,
          source: '总部铺底配件，用后只以旧换新；没有旧件的按成本价购买（台账 F62、F63）',
          float_fen: 500_000,
          float_says: '月均销售额 × 2 × 5%',
          bound_fen: bound(out),
          left_fen: 500_000 - bound(out),
          due_on: out.find((one) => one.due_on)?.due_on ?? null,
          figures: standings.map((standing) => {
            const of = out.filter((one) => one.standing === standing);
            const name = t.exchange.standings[standing];
            return { standing, name, n: of.length, bound_fen: bound(of) };
          }),
        },
      ];
    },
    exchange_save({ id, rev, got_milli, bought_milli, on_day, paper_no, reason }) {
      const part = world.oldParts.find((one) => one.id === id);
      const known = written.get(id) ?? NOTHING;
      if (!part) throw new Error(id);
      refuseStale(rev, known.rev);
      const bought = bought_milli ?? 0;
      if (got_milli + bought > part.qty_milli)
        refuse([
          {
            field: 'got_milli',
            code: 'out_of_range',
            message: '换回数量必须和购买数量加起来不超过换下的数量',
          },
        ]);
      if ((known.rev > 0 || bought > 0) && !reason.trim())
        refuse([{ field: 'reason', code: 'missing', message: '原因没有填' }]);
      const next = {
        got_milli,
        bought_milli: bought,
        on_day,
        paper_no,
        reason,
      };
      written.set(id, { ...next, rev: known.rev + 1 });
      return { value: row(part), touched: ['old_part'] };
    },
  };
}
