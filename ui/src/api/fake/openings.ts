// Claims from before the first day, of the pretended desk.

import type { Commands, OpeningClaimView } from '../types';
import { refuse, refuseStale } from './sales';
import { newId, type World } from './world';

type Names = 'opening_claims_add' | 'opening_claim_list' | 'opening_claim_settle' | 'opening_claim_void';
type Handlers = { [K in Names]: (input: Commands[K]['input']) => Commands[K]['output'] };

export function openingCommands(world: World): Handlers {
  function known(id: string, rev: number | null | undefined): OpeningClaimView {
    const claim = world.claims.find((one) => one.id === id);
    if (!claim) throw new Error(id);
    refuseStale(rev, claim.rev);
    claim.rev += 1;
    return claim;
  }
  return {
    opening_claims_add({ principal, claims }) {
      const taken = claims.findIndex((c) =>
        world.claims.some((k) => k.principal === principal && k.no === c.no && k.state !== 'voided'),
      );
      if (taken >= 0) {
        const message = `第 ${taken + 1} 行：核销单号「${claims[taken]?.no ?? ''}」已经有了`;
        refuse([{ field: `claims.${taken}.no`, code: 'taken', message }]);
      }
      world.claims.push(
        ...claims.map((claim) => ({
          ...claim,
          id: newId('k'),
          rev: 1,
          principal,
          state: 'open' as const,
          state_name: '等总部核定',
          settled_on: null,
          notice_no: '',
          approved_fen: null,
          deduction_fen: 0,
          deducted_on: null,
          reason: '',
          void_reason: null,
        })),
      );
      return { value: structuredClone(world.claims), touched: ['old_part'] };
    },
    opening_claim_list: () => structuredClone(world.claims),
    opening_claim_settle({ id, rev, ...said }) {
      const claim = world.claims.find((one) => one.id === id);
      if (claim && said.approved_fen > claim.amount_fen) {
        const message = '核定金额必须不超过申请金额';
        refuse([{ field: 'approved_fen', code: 'out_of_range', message }]);
      }
      const settled = Object.assign(known(id, rev), said, { state: 'settled', state_name: '已核定' });
      return { value: structuredClone(settled), touched: ['old_part', 'claim', 'money'] };
    },
    opening_claim_void({ id, rev, reason }) {
      const gone = Object.assign(known(id, rev), {
        void_reason: reason,
        state: 'voided',
        state_name: '已作废',
      });
      return { value: structuredClone(gone), touched: ['old_part', 'claim', 'money'] };
    },
  };
}
