// The only door to Rust, and the only file that imports @tauri-apps.
//
// Wrong arguments come back from the shell as a plain string before our code runs; whatever is not an error object
// of ours is `unexpected`, logged, and shown as such.

import { invoke } from '@tauri-apps/api/core';
import type { CommandName, Input, Output, RefusedField } from './types';

export class CallError extends Error {
  override readonly name = 'CallError';
  constructor(
    readonly code: string,
    readonly field: string,
    message: string,
    readonly fields: readonly RefusedField[] = [],
  ) {
    super(message);
  }
}

export function toCallError(thrown: unknown): CallError {
  if (thrown instanceof CallError) return thrown;
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && typeof thrown.code === 'string') {
    const { code, field, message, fields } = thrown as Record<string, unknown>;
    const all = Array.isArray(fields) ? (fields as RefusedField[]) : [];
    return new CallError(String(code), String(field ?? ''), String(message ?? ''), all);
  }
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return new CallError('unexpected', '', detail);
}

export interface Door {
  call(command: string, input: unknown): Promise<unknown>;
  shell(command: string, args: Record<string, unknown>): Promise<unknown>;
}

const tauri: Door = {
  call: (command, input) => invoke('call', { command, input }),
  shell: (command, args) => invoke(command, args),
};

declare const __FAKE__: boolean;
let door: Promise<Door> | undefined;

function openDoor(): Promise<Door> {
  // In the real build the condition is a constant, and the fake is not in the bundle.
  door ??= __FAKE__ ? import('./fake').then((m) => m.fakeDoor) : Promise.resolve(tauri);
  return door;
}

/** The desk is locked, or nobody is signed in: whatever was asked, the lock screen is due. */
const CLOSED: ReadonlySet<string> = new Set(['locked', 'operator_required']);
let closed: () => void = () => undefined;

/** What is done when the process says so. */
export function whenClosed(run: () => void): void {
  closed = run;
}

/** For unit tests: answers instead of Rust. */
export function replaceDoor(other: Door): void {
  door = Promise.resolve(other);
}

export async function call<C extends CommandName>(command: C, input: Input<C>): Promise<Output<C>> {
  try {
    const open = await openDoor();
    return (await open.call(command, input)) as Output<C>;
  } catch (thrown) {
    const error = toCallError(thrown);
    if (CLOSED.has(error.code)) closed();
    throw error;
  }
}

/** A capability of the shell (dialogs, opening a folder), not a command of the table. */
export async function shell<T>(command: string, args: Record<string, unknown>): Promise<T> {
  try {
    const open = await openDoor();
    return (await open.shell(command, args)) as T;
  } catch (thrown) {
    throw toCallError(thrown);
  }
}
