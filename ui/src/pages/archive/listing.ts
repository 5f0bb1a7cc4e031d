export type ListCommand = 'customer_list' | 'unit_list' | 'model_list' | 'part_list';

/** What each list is called when it is exported. */
export const LISTS = {
  customer_list: 'customers',
  unit_list: 'units',
  model_list: 'models',
  part_list: 'parts',
} as const satisfies Record<ListCommand, string>;
