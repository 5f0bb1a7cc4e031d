// Light, dark, or as the system says. Set before anything is drawn.

import { ref, watch } from 'vue';

export type Look = 'system' | 'light' | 'dark';

const dark = window.matchMedia?.('(prefers-color-scheme: dark)');
const kept = localStorage.getItem('look');
export const look = ref<Look>(kept === 'light' || kept === 'dark' ? kept : 'system');

function apply(): void {
  const isDark = look.value === 'dark' || (look.value === 'system' && dark?.matches);
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
}

export function followLook(): void {
  apply();
  dark?.addEventListener('change', apply);
  watch(look, (value) => {
    localStorage.setItem('look', value);
    apply();
  });
}
