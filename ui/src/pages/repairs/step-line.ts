/** A step of a call or of a case, as its panel lists it. */
export interface StepLine<K> {
  kind: K;
  name: string;
  when: string;
  says: string;
  /** Why it was corrected or taken back; empty while it stands. */
  reason: string;
  /** It is corrected and not taken back. */
  stays?: boolean;
}
