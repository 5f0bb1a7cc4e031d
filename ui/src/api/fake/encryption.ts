// A desk that can be encrypted, in memory: the code is always the same, and the key may be gone from the start.

import { now, type World } from './world';
import type { Commands } from '../types';

type Names =
  | 'encryption_show'
  | 'encryption_code'
  | 'encryption_print'
  | 'encryption_on'
  | 'encryption_renew'
  | 'encryption_off';
type Handlers = { [C in Names]: (input: Commands[C]['input']) => Commands[C]['output'] };

export const GROUPS = ['0A1B2', '3C4D5', '6E7F8', '9G0H1', 'JK2M3', 'NP4Q5'];

const refuse = (code: string, field: string, message: string): never => {
  throw { code, field, message, fields: [] };
};

/** What the code may be typed like. */
export function opens(code: string): boolean {
  return code.toUpperCase().replace(/[^0-9A-Z]/g, '') === GROUPS.join('');
}

export function encryptionCommands(world: World, place: 'system' | 'file', available: boolean): Handlers {
  const view: Commands['encryption_show']['output'] = {
    available,
    on: false,
    place: null,
    code_made_at: null,
    plain_backups: world.backups.length,
    encrypted_backups: 0,
    plain_copies: 0,
    unfollowed: [],
  };
  const typedBack = (typed: string): void => {
    if (typed.trim().toUpperCase() === GROUPS[5]) return;
    refuse(
      'not_typed_back',
      'last_group',
      '和恢复码的最后一组对不上。请看着抄下来的那张纸，输入最后一组五个字母',
    );
  };
  const written = (): Commands['encryption_on']['output'] => ({ value: { ...view }, touched: ['settings'] });
  return {
    encryption_show: () => ({ ...view }),
    encryption_code: () => ({ groups: GROUPS }),
    encryption_print: () => ({ path: '/data/sanbao/printing/数据恢复码.pdf' }),
    encryption_on({ last_group }) {
      typedBack(last_group);
      Object.assign(view, { on: true, place, code_made_at: now(), plain_backups: 0 });
      view.encrypted_backups = world.backups.length + 1;
      return written();
    },
    encryption_renew({ last_group }) {
      typedBack(last_group);
      view.code_made_at = now();
      return written();
    },
    encryption_off() {
      Object.assign(view, { on: false, place: null, code_made_at: null });
      return written();
    },
  };
}
