import { t } from '../text';
import { toast } from './toast';

export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast({ says: t.table.copied });
  } catch {
    toast({ says: t.table.copyFailed, tone: 'bad' });
  }
}
