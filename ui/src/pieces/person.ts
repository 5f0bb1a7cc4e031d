// A customer's id belongs to the name it came with: another name is another person, the same name again is the same one.

import { watch } from 'vue';

interface Person {
  id: string | null;
  name: string;
}

const key = (name: string): string => name.normalize('NFKC').replace(/\s/g, '').toLowerCase();

export function followName(person: () => Person): void {
  let known: { id: string; name: string } | null = null;
  watch(
    () => ({ id: person().id, name: person().name }),
    ({ id, name }) => {
      if (name.trim() === '') known = null;
      else if (id !== null && id !== known?.id) known = { id, name };
      person().id = known !== null && key(name) === key(known.name) ? known.id : null;
    },
    { immediate: true },
  );
}
