// The nine places: their pages load when first opened.

import { defineAsyncComponent, type Component } from 'vue';
import type { IconName } from '../kit/icons';
import type { Place } from '../nav';

export interface PlaceEntry {
  key: Place;
  icon: IconName;
  page: Component;
}

export const PLACE_LIST: readonly PlaceEntry[] = [
  { key: 'today', icon: 'today', page: defineAsyncComponent(() => import('../pages/today/TodayPage.vue')) },
  { key: 'sales', icon: 'sale', page: defineAsyncComponent(() => import('../pages/sales/SalesPage.vue')) },
  {
    key: 'repairs',
    icon: 'repair',
    page: defineAsyncComponent(() => import('../pages/repairs/RepairsPage.vue')),
  },
  { key: 'parts', icon: 'part', page: defineAsyncComponent(() => import('../pages/parts/PartsPage.vue')) },
  {
    key: 'claims',
    icon: 'claim',
    page: defineAsyncComponent(() => import('../pages/claims/ClaimsPage.vue')),
  },
  { key: 'month', icon: 'report', page: defineAsyncComponent(() => import('../pages/month/MonthPage.vue')) },
  { key: 'ledger', icon: 'send', page: defineAsyncComponent(() => import('../pages/ledger/LedgerPage.vue')) },
  {
    key: 'archive',
    icon: 'archive',
    page: defineAsyncComponent(() => import('../pages/archive/ArchivePage.vue')),
  },
  {
    key: 'settings',
    icon: 'settings',
    page: defineAsyncComponent(() => import('../pages/settings/SettingsPage.vue')),
  },
];
