// Dialogs of the operating system, and opening what was written. Each has a text box beside it on the page, so that
// nothing depends on a dialog. The shell opens only what lies in the data folder or was chosen in a dialog.

import { shell } from './call';

export interface FileKind {
  name: string;
  extensions: string[];
}

/** The chosen path, or null when the dialog was closed. */
export function chooseFile(title: string, kinds: FileKind[]): Promise<string | null> {
  return shell('pick_file', { title, kinds });
}

/** The chosen paths, none when the dialog was closed. */
export function chooseFiles(title: string, kinds: FileKind[]): Promise<string[]> {
  return shell('pick_files', { title, kinds });
}

export function chooseFolder(title: string, start?: string): Promise<string | null> {
  return shell('pick_folder', { title, start: start ?? null });
}

/** Where to write a file; the system has asked already when one of that name is there. */
export function chooseSave(title: string, name: string, kinds: FileKind[]): Promise<string | null> {
  return shell('pick_save', { title, name, kinds });
}

/** Opens a file or folder in the program it belongs to. */
export async function openPath(path: string): Promise<void> {
  await shell('open_path', { path });
}

/** Opens the file manager at the file. */
export async function showInFolder(path: string): Promise<void> {
  await shell('show_path', { path });
}
