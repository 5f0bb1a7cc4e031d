export type ListCommand = 'customer_list' | 'unit_list' | 'model_list' | 'part_list';
