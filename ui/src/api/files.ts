// Dialogs of the operating system, and opening what was written. Each has a text box beside it on the page, so that
// nothing depends on a dialog. The shell opens only what lies in the data folder or was chosen in a dialog.

import { shell } from './call';

export interface FileKind {
  name: string;
  extensions: string[];
}

/** The chosen path, or null when the person thought better of it. */
export function chooseFile(title: string, kinds: FileKind[]): Promise<string | null> {
  return shell('pick_file', { title, kinds });
}

export function chooseFolder(title: string, start?: string): Promise<string | null> {
  return shell('pick_folder', { title, start: start ?? null });
}

/** Opens the file manager at the file. */
export async function showInFolder(path: string): Promise<void> {
  await shell('show_path', { path });
}
