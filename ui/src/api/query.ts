// Reads are cached by command and input; a write says what it touched, and only what shows that is read again.
//
// Three defaults of the library are changed: it pauses "offline" (our calls are local, and offline is the case this
// program is for), it retries (a refusal stays a refusal), and it reads again whenever the window gets the focus.

import {
  QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  keepPreviousData,
  type InfiniteData,
} from '@tanstack/vue-query';
import { computed, toValue, type ComputedRef, type MaybeRefOrGetter, type Ref } from 'vue';
import { call, toCallError, type CallError } from './call';
import type { CommandName, Input, Output, Touched, Value, WriteName } from './types';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { networkMode: 'always', retry: 0, refetchOnWindowFocus: false, staleTime: Infinity },
    mutations: { networkMode: 'always', retry: 0 },
  },
});

const LEDGERS: readonly Touched[] = [
  'sale',
  'card',
  'repair',
  'call',
  'custody',
  'remedy',
  'old_part',
  'claim',
  'customer',
  'unit',
  'sync',
  'entry',
];

/** Refusals that say: what is on the screen is no longer what is stored. */
const OVERTAKEN: ReadonlySet<string> = new Set(['stale', 'wrong_state', 'not_found']);

/** What a read shows. A command that is not here is read anew each time it is asked for. */
const SHOWS: Partial<Record<CommandName, readonly Touched[]>> = {
  desk_status: [...LEDGERS, 'settings', 'report', 'catalogue', 'policy'],
  today: [...LEDGERS, 'settings', 'report', 'catalogue', 'policy'],
  sale_list: ['sale', 'card', 'customer', 'unit', 'sync'],
  sale_show: ['sale', 'card', 'customer', 'unit', 'sync'],
  repair_list: ['repair', 'customer', 'unit', 'sync'],
  repair_show: ['repair', 'money', 'call', 'custody', 'customer', 'unit', 'old_part', 'sync'],
  call_list: ['call', 'repair', 'customer', 'unit', 'policy', 'settings'],
  custody_list: ['custody', 'repair', 'customer', 'unit', 'settings'],
  custody_show: ['custody', 'call', 'repair', 'customer', 'unit', 'policy', 'settings'],
  call_show: ['call', 'custody', 'repair', 'customer', 'unit', 'policy', 'settings'],
  attachment_list: ['repair', 'call', 'sale', 'old_part', 'unit', 'customer', 'report', 'entry'],
  remedy_list: ['remedy', 'customer', 'unit', 'policy'],
  remedy_show: ['remedy', 'sale', 'card', 'repair', 'old_part', 'claim', 'customer', 'unit', 'policy'],
  old_part_list: ['old_part', 'repair', 'sync'],
  parts_batch_list: ['old_part', 'sync'],
  parts_batch_show: ['old_part', 'sync'],
  packing_list: ['old_part'],
  packing_show: ['old_part'],
  part_result_list: ['old_part', 'sync'],
  exchange_list: ['old_part', 'repair', 'sync'],
  exchange_sums: ['old_part', 'repair', 'sale', 'sync', 'policy'],
  claim_ready: ['claim', 'sale', 'card', 'repair', 'old_part', 'customer', 'unit', 'sync', 'policy'],
  claim_list: ['claim', 'settings'],
  claim_show: ['claim', 'repair', 'customer', 'unit'],
  payable_list: ['money', 'claim', 'settings'],
  service_fee_show: ['money', 'card', 'sale', 'sync', 'policy', 'settings'],
  sales_fee_show: ['money', 'policy', 'settings'],
  receipt_ready: ['money', 'repair', 'settings'],
  receipt_check: ['money', 'repair', 'catalogue', 'policy'],
  receipt_list: ['money', 'repair', 'customer', 'unit'],
  receipt_show: ['money', 'repair', 'customer', 'unit'],
  money: ['claim', 'sale', 'card', 'repair', 'old_part', 'sync', 'policy', 'settings'],
  customer_list: ['customer', 'sale', 'unit'],
  customer_show: LEDGERS,
  unit_list: ['unit', 'sale', 'customer'],
  unit_show: LEDGERS,
  words_used: ['repair', 'settings'],
  model_list: ['catalogue'],
  part_list: ['catalogue'],
  print_list: ['print'],
  template_list: ['report', 'settings'],
  report_preview: ['sale', 'card', 'repair', 'old_part', 'sync', 'report'],
  month_compare: ['sale', 'card', 'repair', 'sync', 'settings'],
  month_charts: ['sale', 'card', 'repair', 'sync', 'settings'],
  month_rows: ['sale', 'card', 'repair', 'customer', 'unit', 'sync', 'entry'],
  statistics_show: ['entry', 'call', 'repair', 'policy', 'settings'],
  statistics_rows: ['entry', 'call', 'repair'],
  report_runs: ['report', 'sync'],
  month_show: ['report', 'sync', 'settings'],
  month_review: ['sale', 'card', 'repair', 'old_part', 'customer', 'unit'],
  month_corrections: ['sale', 'card', 'repair', 'old_part', 'customer', 'unit', 'catalogue', 'report'],
  report_due: ['report', 'sync', 'policy', 'settings'],
  sync_status: [...LEDGERS, 'settings', 'report'],
  outbox_list: [...LEDGERS, 'report'],
  outbox_counts: [...LEDGERS, 'report'],
  record_returned: [...LEDGERS, 'report'],
  network_show: ['settings'],
  inbox_list: ['sync'],
  operator_list: ['settings'],
  backup_list: ['settings'],
  form_list: ['entry', 'policy'],
  form_show: ['policy', 'settings'],
  entry_list: ['entry', 'customer', 'unit', 'sync', 'policy'],
  entry_show: [...LEDGERS, 'settings', 'policy'],
  entries_of: ['entry', 'sync'],
  policy_list: ['policy', 'settings', 'sync'],
  policy_show: ['policy', 'settings'],
};

/** `but` is the read the news came from: reading it again would bring the same news for ever. */
export function refresh(touched: readonly Touched[], but?: CommandName): void {
  void queryClient.invalidateQueries({
    predicate: (query) => {
      const command = query.queryKey[0] as CommandName;
      if (command === but) return false;
      const shows = SHOWS[command];
      return shows === undefined || shows.some((what) => touched.includes(what));
    },
  });
}

export interface ReadOptions {
  enabled?: MaybeRefOrGetter<boolean>;
  /** Only for what changes without a click of this window: the sender works in the background. */
  everyMs?: MaybeRefOrGetter<number>;
}

export function useRead<C extends CommandName>(
  command: C,
  input: MaybeRefOrGetter<Input<C>>,
  options: ReadOptions = {},
) {
  return useQuery<Output<C>, CallError>({
    queryKey: computed(() => [command, toValue(input)] as const),
    queryFn: () => call(command, toValue(input)),
    enabled: computed(() => toValue(options.enabled) ?? true),
    placeholderData: keepPreviousData,
    refetchInterval: () => toValue(options.everyMs) ?? false,
    ...(SHOWS[command] === undefined ? { staleTime: 0 } : {}),
  });
}

type Listed = { rows: unknown[]; total: number; at_least?: boolean };
/** Commands that answer a page of a list. */
export type ListName = {
  [C in CommandName]: Output<C> extends Listed ? ('offset' extends keyof Input<C> ? C : never) : never;
}[CommandName];
type RowOf<C extends ListName> = Output<C> extends { rows: (infer R)[] } ? R : never;

/** Rows Rust gives at once. */
const PAGE = 200;

/** What could not be read is asked for again, and what is on the screen with it. */
export function readAgain(): void {
  void queryClient.refetchQueries({ type: 'active' });
}

/** What a list on the screen is made of. */
export interface Rows<Row> {
  rows: ComputedRef<Row[]>;
  total: ComputedRef<number>;
  /** A search or a count ended before the list did. */
  atLeast: ComputedRef<boolean>;
  loading: Ref<boolean>;
  error: Ref<CallError | null>;
  more: ComputedRef<boolean>;
  showMore: () => void;
}

/** A list from its beginning; `showMore` brings the next rows behind those that are there. */
export function useRows<C extends ListName>(
  command: C,
  input: MaybeRefOrGetter<Omit<Input<C>, 'limit' | 'offset'>>,
): Rows<RowOf<C>> {
  const read = useInfiniteQuery<Listed, CallError, InfiniteData<Listed>, readonly unknown[], number>({
    queryKey: computed(() => [command, toValue(input), 'rows'] as readonly unknown[]),
    queryFn: ({ pageParam }) =>
      call(command, {
        ...toValue(input),
        limit: PAGE,
        offset: pageParam,
      } as unknown as Input<C>) as Promise<Listed>,
    initialPageParam: 0,
    getNextPageParam: (last, all) => {
      const shown = all.reduce((n, page) => n + page.rows.length, 0);
      return last.rows.length > 0 && shown < last.total ? shown : undefined;
    },
    placeholderData: keepPreviousData,
    ...(SHOWS[command] === undefined ? { staleTime: 0 } : {}),
  });
  const pages = computed(() => read.data.value?.pages ?? []);
  return {
    rows: computed(() => pages.value.flatMap((page) => page.rows) as RowOf<C>[]),
    total: computed(() => pages.value.at(-1)?.total ?? 0),
    atLeast: computed(() => pages.value.at(-1)?.at_least === true),
    loading: read.isPending,
    error: read.error,
    more: computed(() => read.hasNextPage.value),
    showMore: (): void => {
      if (!read.isFetchingNextPage.value) void read.fetchNextPage();
    },
  };
}

export async function write<C extends WriteName>(command: C, input: Input<C>): Promise<Value<C>> {
  try {
    const answer = (await call(command, input)) as { value: Value<C>; touched: Touched[] };
    refresh(answer.touched);
    return answer.value;
  } catch (thrown) {
    if (OVERTAKEN.has(toCallError(thrown).code)) refresh(LEDGERS);
    throw thrown;
  }
}

/** A write with its state (`isPending`) for a button. */
export function useWrite<C extends WriteName>(command: C) {
  return useMutation<Value<C>, CallError, Input<C>>({ mutationFn: (input) => write(command, input) });
}
