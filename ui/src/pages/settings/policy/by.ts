// Who looks at the rules. Asked once; kept for the next start.

import { ref, watch } from 'vue';

export const by = ref(localStorage.getItem('policy-by') ?? '');
watch(by, (name) => localStorage.setItem('policy-by', name));
