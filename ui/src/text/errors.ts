// What an error says to the person, and in which tone. Rust's sentence names the facts; this adds what to do next.

import type { CallError } from '../api/call';
import { spoken } from './index';

export type ErrorTone = 'silent' | 'notice' | 'warning' | 'error';

interface ErrorWords {
  tone: ErrorTone;
  /** The next step, after Rust's own sentence; or a whole sentence when there is none. */
  next?: string;
}

/** Codes of Rust's refusals and faults. One that is not here is still said in Rust's words, as an error. */
const WORDS: Readonly<Record<string, ErrorWords>> = {
  // Fields: the sentence stands beside the field, and that is enough.
  missing: { tone: 'notice' },
  future_day: { tone: 'notice' },
  month_not_over: { tone: 'notice' },
  day_before: { tone: 'notice' },
  day_after: { tone: 'notice' },
  future_time: { tone: 'notice' },
  time_before: { tone: 'notice' },
  step_missing: { tone: 'notice' },
  step_twice: { tone: 'notice' },
  paper_missing: { tone: 'notice' },
  sold_already: { tone: 'notice' },
  in_the_way: { tone: 'notice' },
  out_of_range: { tone: 'notice' },
  too_long: { tone: 'notice' },
  taken: { tone: 'notice' },
  unknown: { tone: 'notice' },
  not_signed: { tone: 'notice' },
  not_ready: { tone: 'notice' },
  reason_needed: { tone: 'notice' },
  bad_input: { tone: 'notice' },
  too_large: { tone: 'notice' },
  // Somebody or something was quicker.
  stale: { tone: 'warning' },
  wrong_state: { tone: 'warning', next: '列表已刷新，请再看一眼。' },
  not_found: { tone: 'warning', next: '它可能已在别处改过，请回到列表再找。' },
  no_dealer: { tone: 'warning' },
  no_rule: { tone: 'warning', next: '请在“设置”里核对厂家的政策包。' },
  database_busy: { tone: 'warning' },
  in_use: { tone: 'warning' },
  uploading: { tone: 'warning' },
  database_closed: { tone: 'error' },
  not_empty: { tone: 'warning' },
  backup_running: { tone: 'warning' },
  not_gone: { tone: 'warning' },
  request_reused: { tone: 'warning' },
  stopped: { tone: 'notice' },
  clock_wrong: { tone: 'warning' },
  // Operators. The lock screen says the first two itself.
  operator_required: { tone: 'silent' },
  locked: { tone: 'silent' },
  role_refused: { tone: 'warning' },
  operator_unknown: { tone: 'warning' },
  pin_wrong: { tone: 'notice' },
  pin_wait: { tone: 'notice' },
  first_owner: { tone: 'notice' },
  last_owner: { tone: 'notice' },
  conflict: { tone: 'warning' },
  path_not_found: { tone: 'warning' },
  path_not_ours: { tone: 'warning' },
  path_not_opened: { tone: 'warning' },
  // Nothing was saved, and somebody must act.
  disk_full: { tone: 'error' },
  read_only: { tone: 'error' },
  database_corrupt: { tone: 'error' },
  database_damaged: { tone: 'error' },
  database_too_new: { tone: 'error' },
  migration_failed: { tone: 'error' },
  database_trial: { tone: 'error' },
  database_gone: { tone: 'error' },
  database_error: { tone: 'error' },
  // The key of an encrypted desk: the page says what to do.
  key_gone: { tone: 'error' },
  key_unfit: { tone: 'error' },
  key_file_unread: { tone: 'error' },
  key_not_kept: { tone: 'error' },
  encryption_missing: { tone: 'error' },
  code_mistyped: { tone: 'notice' },
  code_wrong: { tone: 'notice' },
  code_wait: { tone: 'notice' },
  backup_locked: { tone: 'warning' },
  not_locked: { tone: 'warning' },
  already_encrypted: { tone: 'warning' },
  not_encrypted: { tone: 'warning' },
  no_recovery_code: { tone: 'warning' },
  not_typed_back: { tone: 'notice' },
  bad_row: { tone: 'error' },
  bad_policy: { tone: 'error' },
  bad_seal: { tone: 'error' },
  bad_calendar: { tone: 'error' },
  no_seal: { tone: 'warning' },
  not_enrolled: { tone: 'warning' },
  pack_not_allowed: { tone: 'warning' },
  pack_older: { tone: 'warning' },
  pack_known: { tone: 'warning' },
  changed_since: { tone: 'warning' },
  rule_changed: { tone: 'warning' },
  file_unread: { tone: 'warning' },
  file_damaged: { tone: 'error' },
  file_missing: { tone: 'warning' },
  // A file of the road without a network: nothing was changed.
  lease_taken: { tone: 'warning' },
  principal_needed: { tone: 'warning' },
  not_ours: { tone: 'warning' },
  truncated: { tone: 'warning' },
  altered: { tone: 'warning' },
  wrong_way: { tone: 'warning' },
  other_office: { tone: 'warning' },
  other_dealer: { tone: 'warning' },
  other_device: { tone: 'warning' },
  newer: { tone: 'warning' },
  no_command: { tone: 'error', next: '窗口和程序的版本可能不一致，请重新安装。' },
  unexpected: { tone: 'error', next: '请再试一次；还不行，请在“设置”里做自检。' },
};

export function errorTone(error: CallError): ErrorTone {
  return WORDS[error.code]?.tone ?? 'error';
}

export function errorSays(error: CallError): string {
  const words = WORDS[error.code];
  const says = error.code === 'unexpected' ? '程序出了意外。' : withStop(spoken(error.message));
  return words?.next ? `${says}${words.next}` : says;
}

/** Nothing can be done before a backup is restored or the desk begun anew. */
export function needsRestore(error: CallError): boolean {
  return error.code === 'database_gone' || error.code === 'database_damaged';
}

/** The data is there and its key is not, or its first page does not fit the key: a code or a backup opens it. */
export function needsKey(error: CallError): boolean {
  return error.code === 'key_gone' || error.code === 'key_unfit';
}

function withStop(sentence: string): string {
  return /[。！？]$/.test(sentence) || sentence === '' ? sentence : `${sentence}。`;
}
