// What an error says to the person, and in which tone. Rust's sentence names the facts; this adds what to do next.

import type { CallError } from '../api/call';

export type ErrorTone = 'silent' | 'notice' | 'warning' | 'error';

interface ErrorWords {
  tone: ErrorTone;
  /** The next step, after Rust's own sentence; or a whole sentence when there is none. */
  next?: string;
}

const WORDS: Readonly<Record<string, ErrorWords>> = {
  missing: { tone: 'notice' },
  future_day: { tone: 'notice' },
  day_before: { tone: 'notice' },
  out_of_range: { tone: 'notice' },
  too_long: { tone: 'notice' },
  not_signed: { tone: 'notice' },
  wrong_state: { tone: 'warning', next: '列表已刷新，请再看一眼。' },
  unknown: { tone: 'warning' },
  taken: { tone: 'notice' },
  no_rule: { tone: 'warning', next: '请在“设置”里核对厂家的政策包。' },
  bad_policy: { tone: 'error' },
  bad_input: { tone: 'notice' },
  unexpected: { tone: 'error', next: '请再试一次；还不行，请在“设置”里做自检。' },
};

export function errorTone(error: CallError): ErrorTone {
  return WORDS[error.code]?.tone ?? 'error';
}

export function errorSays(error: CallError): string {
  const words = WORDS[error.code];
  const says = error.code === 'unexpected' ? '程序出了意外。' : withStop(error.message);
  return words?.next ? `${says}${words.next}` : says;
}

function withStop(sentence: string): string {
  return /[。！？]$/.test(sentence) || sentence === '' ? sentence : `${sentence}。`;
}
