// Steps that are the director's or the owner's: said before anything is typed. The process refuses them all the same.

import { useSeat } from '../seat';
import { t } from '../text';

/** For a question: why whoever sits there may not answer it. */
export function useDirectors(): { held: () => string | null } {
  const { mayDecide, operator } = useSeat();
  const held = (): string | null => {
    const one = operator.value;
    return mayDecide.value || !one ? null : t.confirm.directors(one.name, one.role_name);
  };
  return { held };
}
