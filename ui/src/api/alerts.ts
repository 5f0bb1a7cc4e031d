// Notifications are shown by the shell, which decides when; a person may ask for one to see that they come.

import { shell } from './call';

/** False when the system took none. */
export function tryAlert(): Promise<boolean> {
  return shell('alert_try', {});
}
