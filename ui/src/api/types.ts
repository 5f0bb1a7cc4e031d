// The contract as the pages see it: made from the command table, with names for its halves.
export type * from './generated/commands';
import type { Commands, Written } from './generated/commands';

export type CommandName = keyof Commands;
export type Input<C extends CommandName> = Commands[C]['input'];
export type Output<C extends CommandName> = Commands[C]['output'];
/** Commands whose answer says what moved, with the value inside. */
export type WriteName = {
  [C in CommandName]: Output<C> extends Written<unknown> ? C : never;
}[CommandName];
export type Value<C extends WriteName> = Output<C> extends Written<infer T> ? T : never;
