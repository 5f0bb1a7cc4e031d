// Dialogs of the operating system. Each has a text box beside it on the page, so that nothing depends on a dialog.

import { shell } from './call';

export interface FileKind {
  name: string;
  extensions: string[];
}

/** The chosen path, or null when the dialog was closed. */
export function chooseFile(title: string, filters: FileKind[]): Promise<string | null> {
  return shell('plugin:dialog|open', { options: { title, filters, multiple: false, directory: false } });
}

export function chooseFolder(title: string, defaultPath?: string): Promise<string | null> {
  return shell('plugin:dialog|open', { options: { title, defaultPath, multiple: false, directory: true } });
}

/** Opens the file manager at the file. */
export async function showInFolder(path: string): Promise<void> {
  await shell('plugin:opener|reveal_item_in_dir', { paths: [path] });
}
