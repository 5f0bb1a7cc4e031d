// What 月报 shows, as its address holds it: maker, month, sheet and tab. Whoever leaves it comes back to the same sheet of
// the same maker's same month, never to what today would offer first: its buttons hand out what stands there.

import { computed, ref, watch } from 'vue';
import { maker, useDesk } from '../../desk';
import { step } from '../../kit/months';
import { entryOf, go, hashOf, settleHere, where, type Where } from '../../nav';
import { t } from '../../text';
import type { Sheet } from './SheetBar.vue';

export type Part = keyof typeof t.monthRead.parts;

interface MonthAddress {
  maker: string;
  month: string;
  sheet: Sheet;
  part: Part;
}

/** The ledger stands under a word of its own; what is selected in it follows, as in every list. */
const LEDGER = 'submissions';

const isSheet = (word: string): word is Sheet => word in t.month.sheets || word in t.month.registers;
const isPart = (word: string): word is Part => word in t.monthRead.parts;

/** What the address says; what it does not say, or not in words known here, stays as it is. */
function readAddress(at: Where): Partial<MonthAddress> {
  const [maker = '', month = '', sheet = '', part = ''] =
    at.view === LEDGER ? at.more : [at.view, at.id, ...at.more];
  return {
    ...(maker ? { maker } : {}),
    ...(/^\d{4}-\d{2}$/.test(month) ? { month } : {}),
    ...(isSheet(sheet) ? { sheet } : {}),
    ...(isPart(part) ? { part } : {}),
  };
}

type Written = [view: string, id: string, more: string[]];

/** The ledger keeps what the sheets showed, so that its tab leads back to it. */
const written = ({ maker, month, sheet, part }: MonthAddress, ledger: boolean, row = ''): Written =>
  ledger ? [LEDGER, row, [maker, month, sheet, part]] : [maker, month, [sheet, part]];

/** At the turn of a month the work is last month's; until the tenth it is offered first. */
function offered(today: string): string {
  const now = today.slice(0, 7);
  return Number(today.slice(8)) <= 10 ? step(now, -1) : now;
}

/** The choices of the page, and the address that follows them. */
export function useMonthAddress() {
  const { makers, today } = useDesk();
  const said = readAddress(where.value);
  const chosen = ref(said.maker ?? '');
  const month = ref(said.month ?? '');
  const sheet = ref<Sheet>(said.sheet ?? 'W01');
  const part = ref<Part>(said.part ?? 'preview');
  const onLedger = computed(() => where.value.view === LEDGER);
  const known = (code: string): boolean => makers.value.some((one) => one.code === code);
  const shown = (): MonthAddress => ({
    maker: chosen.value,
    month: month.value,
    sheet: sheet.value,
    part: part.value,
  });

  watch(
    [today, makers, maker],
    () => {
      if (month.value === '' && today.value !== '') month.value = offered(today.value);
      if (maker.value) chosen.value = maker.value;
      // Before the desk is read no maker is known; that is no reason to forget the one that was looked at.
      else if (makers.value.length > 0 && !known(chosen.value)) chosen.value = makers.value[0]?.code ?? '';
    },
    { immediate: true },
  );
  // Back and forward inside the page.
  watch(where, (now) => {
    if (now.place !== 'month') return;
    const to = readAddress(now);
    // While the window looks at one maker it shows no other's month.
    if (!maker.value && to.maker && known(to.maker)) chosen.value = to.maker;
    month.value = to.month ?? month.value;
    sheet.value = to.sheet ?? sheet.value;
    part.value = to.part ?? part.value;
  });
  watch(
    [chosen, month, sheet, part, where],
    () => {
      const { place, view, id, more } = where.value;
      if (place !== 'month' || !chosen.value || !month.value) return;
      const address = written(shown(), onLedger.value, onLedger.value ? id : '');
      const hash = hashOf('month', ...address);
      if (hash !== hashOf('month', view, id, more) || hash !== entryOf('month')) settleHere(...address);
    },
    { immediate: true },
  );

  const choose = (view: 'sheets' | 'ledger'): void => go('month', ...written(shown(), view === 'ledger'));
  return { chosen, month, sheet, part, onLedger, choose };
}
