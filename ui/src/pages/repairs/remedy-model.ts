// What the forms of exchange and return have in common.

import { daysBetween } from '../../kit/day';
import type { Option } from '../../kit/pick';
import type { DeadlineView, RemedyOutcome, RemedyStepView, Right } from '../../api/types';
import { t } from '../../text';

/** Days left of an open due day. */
export const daysLeft = (clock: DeadlineView, today: string): number | null =>
  clock.due_on && clock.met_on === null ? daysBetween(today, clock.due_on) : null;

/** Words by key as lines of a box. */
export const options = (words: Readonly<Record<string, string>>): Option[] =>
  Object.entries(words).map(([value, label]) => ({ value, label }));

/** What the user chose, carried out. */
export const CARRIES: Record<Right, RemedyOutcome> = {
  machine_exchange: 'machine',
  component_exchange: 'component',
  return: 'refund',
  repair: 'repair',
};

/** Who, what and which repair of a step, in a line. */
export const stepSays = ({ says, who, no, words, repair_no, by_feed }: RemedyStepView): string =>
  [says, who, no, words, repair_no, by_feed ? t.remedy.byFeed : ''].filter(Boolean).join(' · ');
