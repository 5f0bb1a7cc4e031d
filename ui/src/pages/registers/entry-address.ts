// What a new entry is about, as it stands in the address.

export type About =
  { is: 'record'; kind: string; id: string } | { is: 'after'; id: string; step: string } | null;

const AFTER = 'after';

/** The rest of the address of a new entry that follows another one. */
export const afterEntry = (id: string, step: string): string[] => ['new', `${AFTER}:${id}:${step}`];

export function aboutOf(text: string): About {
  const [kind = '', id = '', step = ''] = text.split(':');
  if (kind === '' || id === '') return null;
  return kind === AFTER ? { is: 'after', id, step } : { is: 'record', kind, id };
}

/** Drafts of entries about different things do not take each other's place. */
export const draftOf = (form: string, about: About): string =>
  about === null ? `entry:${form}` : `entry:${form}:${about.is === 'after' ? AFTER : about.kind}:${about.id}`;
