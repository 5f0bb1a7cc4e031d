// Who looks at the rules: asked anew whenever 设置 is opened, or the next person at this machine would tick in this one's name.

import { ref } from 'vue';

export const by = ref('');
