// What a choice brought into the boxes beside it. Another text in its box takes that back; what a hand changed stays.

export class Brought<T extends object> {
  private name = '';
  private values: Partial<T> = {};

  /** A choice by its name, and what it brings. */
  bring(target: T, name: string, values: Partial<T>): void {
    Object.assign(target, values);
    this.name = name;
    this.values = { ...values };
  }

  /** The box says something else now; its own name again brings the same back. */
  follow(target: T, text: string, blank: Partial<T>): void {
    const keys = Object.keys(this.values) as (keyof T)[];
    const same = text.trim() === this.name;
    for (const key of keys) {
      const [mine, none] = [this.values[key], blank[key]];
      const [from, to] = same ? [none, mine] : [mine, none];
      if (target[key] === from) Object.assign(target, { [key]: to });
    }
  }
}
