// The ten places: their pages load when first opened. A key that is known already stays where it is: the place that came
// last has 0.

import { defineAsyncComponent, type Component } from 'vue';
import type { IconName } from '../kit/icons';
import type { Place } from '../nav';

export interface PlaceEntry {
  key: Place;
  icon: IconName;
  /** With Alt it opens the place. */
  digit: number;
  page: Component;
}

export const PLACE_LIST: readonly PlaceEntry[] = [
  {
    key: 'today',
    icon: 'today',
    digit: 1,
    page: defineAsyncComponent(() => import('../pages/today/TodayPage.vue')),
  },
  {
    key: 'sales',
    icon: 'sale',
    digit: 2,
    page: defineAsyncComponent(() => import('../pages/sales/SalesPage.vue')),
  },
  {
    key: 'repairs',
    icon: 'repair',
    digit: 3,
    page: defineAsyncComponent(() => import('../pages/repairs/RepairsPage.vue')),
  },
  {
    key: 'parts',
    icon: 'part',
    digit: 4,
    page: defineAsyncComponent(() => import('../pages/parts/PartsPage.vue')),
  },
  {
    key: 'claims',
    icon: 'claim',
    digit: 5,
    page: defineAsyncComponent(() => import('../pages/claims/ClaimsPage.vue')),
  },
  {
    key: 'month',
    icon: 'report',
    digit: 6,
    page: defineAsyncComponent(() => import('../pages/month/MonthPage.vue')),
  },
  {
    key: 'registers',
    icon: 'register',
    digit: 0,
    page: defineAsyncComponent(() => import('../pages/registers/RegistersPage.vue')),
  },
  {
    key: 'ledger',
    icon: 'send',
    digit: 7,
    page: defineAsyncComponent(() => import('../pages/ledger/LedgerPage.vue')),
  },
  {
    key: 'archive',
    icon: 'archive',
    digit: 8,
    page: defineAsyncComponent(() => import('../pages/archive/ArchivePage.vue')),
  },
  {
    key: 'settings',
    icon: 'settings',
    digit: 9,
    page: defineAsyncComponent(() => import('../pages/settings/SettingsPage.vue')),
  },
];
