/** What the lab needs of a clock: Unix milliseconds. */
export interface LabClock {
  now(): number;
}

/** A clock that stands still until it is set: for scenarios on other days than today. */
export class VirtualClock implements LabClock {
  constructor(private at: number) {}

  now(): number {
    return this.at;
  }

  set(at: number): void {
    this.at = at;
  }
}
