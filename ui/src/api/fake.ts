// Every command of the table in memory, so that each page runs in a plain browser. Believable data, no rules worth
// trusting: what Rust decides is tested in Rust. `?desk=many` has more sales than one page, `?desk=empty` begins with the first day, `demo` with demonstration data,
// `clock` with a clock that went back, `open` with a model whose product nobody named, `two` beside another window that changes each sale after it was read, `gone` without a database, `keyless` encrypted and its key gone, `shelfless` without a key store, `plain` built without encryption, `slow` with an import that only ends when it is stopped,
// `busy` whose lists cannot be read the first time, `operators` with a shop of three and nobody signed in, `consent` with a card refused for want of the user's consent, `offline` without a network.

import type { Door } from './call';
import { archiveCommands } from './fake/archive';
import { callCommands } from './fake/calls';
import { claimCommands } from './fake/claims';
import { entryCommands } from './fake/entries';
import { evidenceCommands } from './fake/evidence';
import { exchangeCommands } from './fake/exchange';
import { consentWorld, ledgerCommands, offlineWorld } from './fake/ledger';
import { openingCommands } from './fake/openings';
import { partReturnCommands } from './fake/part-return';
import { printCommands } from './fake/prints';
import { monthCloseCommands } from './fake/month-close';
import { templateCommands } from './fake/templates';
import { houseCommands } from './fake/house';
import { monthCommands } from './fake/month';
import { fakeSeat } from './fake/operators';
import { policyCommands } from './fake/policy';
import { remedyCommands } from './fake/remedies';
import { repairCommands } from './fake/repairs';
import { roadCommands } from './fake/road';
import { saleCommands } from './fake/sales';
import { workshopCommands } from './fake/workshop';
import { payableCommands } from './fake/fees';
import { receiptCommands } from './fake/receipts';
import { statisticsCommands } from './fake/statistics';
import { submissionCommands } from './fake/submissions';
import { serviceFeeCommands } from './fake/service-fees';
import { encryptionCommands, opens } from './fake/encryption';
import { emptyWorld, fullWorld, openWorld } from './fake/world';
import type { Commands, FormView } from './types';

type Handlers = { [C in keyof Commands]: (input: Commands[C]['input']) => Commands[C]['output'] };

const desk = new URLSearchParams(location.search).get('desk');
const world = desk === 'empty' ? emptyWorld() : fullWorld(desk === 'many' ? 230 : 34);
world.demo = desk === 'demo';
if (desk === 'open') openWorld(world);
if (desk === 'consent') consentWorld(world);
if (desk === 'offline') offlineWorld(world);
if (desk === 'clock') {
  world.clockWarning =
    '本机时钟比上次保存时倒退了 3 小时 0 分钟。请校准系统时间，校准前登记的记录会标注；现在真是 2026年11月21日 10:05 的话，请在「今日」按「时间是对的」';
}
/** What still answers without a database. */
const CLOSED: ReadonlySet<string> = new Set(['backup_list', 'backup_restore', 'begin_anew', 'unlock']);
let gone = desk === 'gone' || desk === 'keyless';
const GONE = {
  code: 'database_gone',
  field: '',
  message:
    '数据文件夹里的数据库 desk.db 不见了，没有新建空的。有 5 份备份，最新的是 2026年11月21日：请用「设置 → 备份」或 sanbao restore 恢复；或者把 desk.db 放回来。要从头开始，请用「设置 → 备份」里的「从头开始」或 sanbao begin-anew，旧备份会改名留下',
  fields: [],
};

const KEY_GONE = {
  code: 'key_gone',
  field: '',
  message: '打不开：这台电脑的钥匙不见了。数据都在，没有改动。请输入恢复码',
  fields: [],
};

const refused = new Set<string>();
const BUSY = { code: 'database_busy', field: '', message: '数据库正忙，请稍后再试', fields: [] };

/** Once a list. */
function isBusy(command: string): boolean {
  if (desk !== 'busy' || !command.endsWith('_list') || refused.has(command)) return false;
  refused.add(command);
  return true;
}

// `forms` has entries among what is due today, and a form of 200 fields.
// A test may bring the forms that ship, or one of its own.
const brought = JSON.parse(localStorage.getItem('forms') ?? 'null') as FormView[] | null;
const entries = entryCommands(world, desk === 'forms', brought);
const seat = fakeSeat(world, desk === 'operators');

/** A command missing here does not compile. */
const handlers: Handlers = {
  ...houseCommands(world, localStorage),
  ...encryptionCommands(world, desk === 'shelfless' ? 'file' : 'system', desk !== 'plain'),
  ...saleCommands(world),
  ...callCommands(world),
  ...workshopCommands(world),
  ...repairCommands(world),
  ...evidenceCommands(world),
  ...remedyCommands(world),
  ...roadCommands(world),
  ...ledgerCommands(world),
  ...claimCommands(world),
  ...exchangeCommands(world),
  ...openingCommands(world),
  ...partReturnCommands(world),
  ...payableCommands(world),
  ...receiptCommands(world),
  ...submissionCommands(world),
  ...serviceFeeCommands(),
  ...printCommands(world),
  ...monthCloseCommands(world),
  ...templateCommands(world),
  ...monthCommands(world),
  ...statisticsCommands(world),
  ...archiveCommands(world),
  ...policyCommands(world),
  ...entries.handlers,
  ...seat.handlers,
};
const { today } = handlers;
if (desk === 'forms') {
  handlers.today = (input) => {
    const whole = today(input);
    const items = [...entries.due(), ...whole.items];
    return { ...whole, items, total: items.length };
  };
}

const slow = desk === 'slow';
let stopped: () => void = () => undefined;
const STOPPED = { code: 'stopped', field: '', message: '已取消，什么都没有导入', fields: [] };

/** Long work, or null for what is done in a moment. */
function longWork(command: string): unknown {
  if (command === 'task_show') return { done: 4200, total: 12_000, can_stop: true };
  if (command === 'task_stop') stopped();
  if (command !== 'import_run') return null;
  return new Promise((_, reject) => (stopped = () => reject(STOPPED)));
}

const changed = new Set<string>();

/** The other window, once a sale: it takes something off the price. */
function changeBehind(id: string): void {
  const sale = world.sales.find((one) => one.id === id);
  if (!sale || changed.has(id)) return;
  changed.add(id);
  sale.rev += 1;
  sale.draft.price_fen = 7_500_000;
}

/** The code that opens, or the refusal. */
function letIn(code: string): void {
  if (opens(code)) return;
  const message = '恢复码不对：它是别的电脑的，或者已经换过新的。没有改动任何数据，请等 1 秒 再试';
  throw { code: 'code_wrong', field: 'code', message, fields: [] };
}

async function answer(command: string, input: unknown): Promise<unknown> {
  const handler = handlers[command as keyof Commands] as ((input: unknown) => unknown) | undefined;
  if (!handler) throw new Error(`no such command: ${command}`);
  // Like the real door: the answer comes later, and shares nothing with the store.
  await new Promise((resolve) => setTimeout(resolve, 2));
  if (gone && !CLOSED.has(command)) throw desk === 'keyless' ? KEY_GONE : GONE;
  if (isBusy(command)) throw BUSY;
  seat.letIn(command);
  const long = slow ? longWork(command) : null;
  if (long !== null) return long;
  if (command === 'unlock') letIn((input as { code: string }).code);
  if (['backup_restore', 'begin_anew', 'unlock'].includes(command)) gone = false;
  const given = structuredClone(handler(JSON.parse(JSON.stringify(input))));
  if (desk === 'two' && command === 'sale_show') changeBehind((input as { id: string }).id);
  return given;
}

/** `?desk=real`: the server that gave the page passes commands to a real desk. Only in this build. */
async function ask(command: string, input: unknown): Promise<unknown> {
  const reply = await fetch(`call/${command}`, { method: 'POST', body: JSON.stringify(input) });
  const answer = (await reply.json()) as { ok: boolean; value: unknown; error: unknown };
  if (!answer.ok) throw answer.error;
  return answer.value;
}

export const fakeDoor: Door = {
  call: desk === 'real' ? ask : answer,
  shell: async (command, args) => {
    // A test may have chosen another place.
    const chosen = localStorage.getItem('chosen-path');
    if (command.startsWith('pick_') && chosen) return chosen;
    if (command === 'alert_try') return true;
    if (command === 'pick_files') return ['/home/clerk/IMG_1001.jpg', '/home/clerk/IMG_1002.jpg'];
    // What would be open in the system's viewer now.
    if (command === 'open_path') localStorage.setItem('opened-path', String(args.path));
    if (command === 'pick_save') return `/home/clerk/${String(args.name)}`;
    return command.startsWith('pick_') ? '/home/clerk/销售台账-202610.csv' : null;
  },
};
