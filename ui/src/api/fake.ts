// Every command of the table in memory, so that each page runs in a plain browser. Believable data, no rules worth
// trusting: what Rust decides is tested in Rust. `?desk=empty` begins with the first day.

import type { Door } from './call';
import { archiveCommands } from './fake/archive';
import { houseCommands } from './fake/house';
import { repairCommands } from './fake/repairs';
import { saleCommands } from './fake/sales';
import { emptyWorld, fullWorld } from './fake/world';
import type { Commands } from './types';

type Handlers = { [C in keyof Commands]: (input: Commands[C]['input']) => Commands[C]['output'] };

const desk = new URLSearchParams(location.search).get('desk');
const world = desk === 'empty' ? emptyWorld() : fullWorld();

/** A command missing here does not compile. */
const handlers: Handlers = {
  ...houseCommands(world, localStorage),
  ...saleCommands(world),
  ...repairCommands(world),
  ...archiveCommands(world),
};

async function answer(command: string, input: unknown): Promise<unknown> {
  const handler = handlers[command as keyof Commands] as ((input: unknown) => unknown) | undefined;
  if (!handler) throw new Error(`no such command: ${command}`);
  // Like the real door: the answer comes later, and shares nothing with the store.
  await new Promise((resolve) => setTimeout(resolve, 2));
  return structuredClone(handler(JSON.parse(JSON.stringify(input))));
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
  shell: async (command) => (command.startsWith('pick_') ? '/home/clerk/销售台账-202610.csv' : null),
};
