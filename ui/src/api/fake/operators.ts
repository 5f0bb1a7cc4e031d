// Operators of the fake desk. `?desk=operators` begins with a shop of three and nobody signed in; PINs are these.

import type { AuditRow, Commands, OperatorNow, OperatorView, Role } from '../types';
import { refuse } from './sales';
import { newId, now, type World } from './world';

type Names =
  | 'operator_list'
  | 'operator_now'
  | 'operator_sign_in'
  | 'operator_sign_out'
  | 'operator_stay'
  | 'operator_told'
  | 'operator_save'
  | 'operator_pin'
  | 'operator_lock_save'
  | 'audit_list';

const ROLES: Record<Role, string> = {
  clerk: '前台',
  technician: '维修工',
  director: '服务主任',
  owner: '老板',
  auditor: '查账',
};
const SHOP: [string, Role, string][] = [
  ['王强', 'owner', '135790'],
  ['李敏', 'director', '246801'],
  ['张伟', 'clerk', '5937'],
];
/** What stands open before the lock screen. */
const OUTSIDE: ReadonlySet<string> = new Set([
  'operator_list',
  'operator_now',
  'operator_sign_in',
  'operator_sign_out',
  'operator_stay',
  'draft_save',
  'log_ui',
]);
const OWNERS: ReadonlySet<string> = new Set([
  'operator_save',
  'operator_lock_save',
  'enrol',
  'backup_restore',
]);

const fail = (code: string, field: string, message: string): never => refuse([{ field, code, message }]);

export function fakeSeat(world: World, open: boolean) {
  const people: (OperatorView & { pin: string })[] = [];
  const trail: AuditRow[] = [];
  const seat = { by: null as string | null, locked: false, minutes: 10, wrong: 0, stayed: now() };
  const put = (name: string, role: Role, pin: string) => {
    const one = { id: newId('op'), name, role, role_name: ROLES[role], ended_at: null, rev: 1, pin };
    people.push(one);
    return one;
  };
  if (open) for (const [name, role, pin] of SHOP) put(name, role, pin);
  const by = () => people.find((one) => one.id === seat.by) ?? null;
  const view = ({ id, name, role, role_name, ended_at, rev }: OperatorView): OperatorView => ({
    id,
    name,
    role,
    role_name,
    ended_at,
    rev,
  });
  const stands = (): OperatorNow => {
    const one = by();
    seat.locked ||= one !== null && now() - seat.stayed >= seat.minutes * 60_000;
    const state =
      people.length === 0 ? 'no_operators' : !one ? 'nobody' : seat.locked ? 'locked' : 'signed_in';
    return { state, operator: one && view(one), lock_minutes: seat.minutes, notice: null };
  };
  const sit = (id: string): void => {
    Object.assign(seat, { by: id, locked: false, wrong: 0, stayed: now() });
  };

  /** Who may not is told so before anything runs; what was written stands in the trail. */
  function letIn(command: string): void {
    if (OUTSIDE.has(command)) return;
    const { state, operator } = stands();
    if (state === 'locked')
      fail('locked', '', '太久没有人操作，已经锁上。请输入 PIN 再继续，没填完的表单都在');
    if (state === 'nobody') fail('operator_required', '', '这个服务台设了操作员，请先登录');
    const small = operator !== null && operator.role !== 'owner' && operator.role !== 'director';
    if (operator && (OWNERS.has(command) ? operator.role !== 'owner' : small && command.endsWith('_void')))
      fail(
        'role_refused',
        '',
        `这一步要由老板（王强）来做，现在登录的是${operator.role_name}「${operator.name}」，什么都没有保存。请按 F9 换人后再做`,
      );
  }

  const handlers: { [C in Names]: (input: Commands[C]['input']) => Commands[C]['output'] } = {
    operator_list: () => people.map(view),
    operator_now: stands,
    operator_stay: () => {
      if (stands().state === 'signed_in') seat.stayed = now();
      return stands();
    },
    operator_sign_in: ({ operator, pin }) => {
      const one = people.find((each) => each.name === operator && each.ended_at === null);
      if (!one) return fail('operator_unknown', 'operator', `没有叫「${operator}」的操作员`);
      if (one.pin !== pin) {
        seat.wrong += 1;
        return fail('pin_wrong', 'pin', seat.wrong < 3 ? 'PIN 不对，请再输一次' : 'PIN 不对，请等 30 秒再试');
      }
      sit(one.id);
      return stands();
    },
    operator_sign_out: () => {
      seat.by = null;
      return stands();
    },
    operator_told: stands,
    operator_save: (input) => {
      if (people.some((one) => one.name === input.name && one.id !== input.id))
        fail(
          'taken',
          'name',
          `已经有叫「${input.name}」的操作员（停用的也算）。重名的请写成「${input.name}二」`,
        );
      if (input.pin && /^(1234|(\d)\2+)$/.test(input.pin))
        fail('out_of_range', 'pin', 'PIN必须不那么好猜：不能全是同一个数字，也不能像 1234、4321 那样连着');
      if (people.length === 0 && input.role !== 'owner') fail('first_owner', 'role', '第一位操作员要是老板');
      const one = people.find((each) => each.id === input.id) ?? put(input.name, input.role, input.pin ?? '');
      Object.assign(one, { name: input.name, role: input.role, role_name: ROLES[input.role] });
      one.ended_at = input.ended ? now() : null;
      one.rev += 1;
      if (input.pin) one.pin = input.pin;
      if (people.length === 1) sit(one.id);
      log('operator_save', '新增操作员', one.name);
      return { value: view(one), touched: ['settings'] };
    },
    operator_pin: ({ pin, new_pin }) => {
      const one = by();
      if (!one || one.pin !== pin) return fail('pin_wrong', 'pin', 'PIN 不对，请再输一次');
      one.pin = new_pin;
      return { value: view(one), touched: ['settings'] };
    },
    operator_lock_save: ({ minutes }) => {
      if (minutes < 1 || minutes > 240) fail('out_of_range', 'minutes', '自动锁屏必须在 1 到 240 分钟之间');
      seat.minutes = minutes;
      return { value: stands(), touched: ['settings'] };
    },
    audit_list: ({ operator }) => {
      const name = people.find((one) => one.id === operator)?.name;
      return trail.filter((row) => !operator || row.operator === name);
    },
  };
  function log(op: string, what: string, subject: string): void {
    const id = trail.length + 1;
    trail.unshift({
      id,
      at: now(),
      op,
      what,
      subject,
      detail: '',
      operator: by()?.name ?? null,
      by_program: false,
    });
  }
  log('dealer_save', '设置经销商与本机字母', world.dealer?.code ?? '');
  return { handlers, letIn };
}
