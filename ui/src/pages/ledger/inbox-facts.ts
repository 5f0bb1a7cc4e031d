// What a message says, in the words of the desk: head office's own fields keep their content, not their names.

import type { Fact } from '../../kit/Facts.vue';
import { t } from '../../text';

const LABELS: Readonly<Record<string, string>> = t.ledger.message.fields;
/** What names the record, the same again, or is a word between two programs. */
const HIDDEN = new Set(['record_id', 'rev', 'code', 'field', 'category', 'kind', 'title']);

type Body = Readonly<Record<string, unknown>>;

function bodyOf(body: string): Body | null {
  try {
    const content: unknown = JSON.parse(body);
    return typeof content === 'object' && content !== null ? (content as Body) : null;
  } catch {
    return null;
  }
}

export const kindSays = (kind: string): string =>
  (t.ledger.message.kinds as Readonly<Record<string, string>>)[kind] ?? kind;

/** The record a message turned back; empty where it is about none. */
export function recordOf(kind: string, body: string): string {
  const id = kind === 'rejection' ? bodyOf(body)?.record_id : undefined;
  return typeof id === 'string' ? id : '';
}

/** A paper of a form; it says itself what its fields are called. */
export const PAPER = 'form_paper';

interface Said {
  title: string;
  text: string;
}
const isSaid = (one: unknown): one is Said =>
  typeof one === 'object' && one !== null && 'title' in one && 'text' in one;

export function bodyFacts(body: string, kind = ''): Fact[] {
  const content = bodyOf(body);
  if (content === null) return [{ label: '', value: body }];
  if (kind === PAPER && Array.isArray(content.fields))
    return content.fields.filter(isSaid).map(({ title, text }) => ({ label: title, value: text }));
  return Object.entries(content)
    .filter(([key]) => !HIDDEN.has(key))
    .map(([key, value]) => ({
      label: LABELS[key] ?? key,
      value: typeof value === 'string' ? value : JSON.stringify(value),
    }));
}
