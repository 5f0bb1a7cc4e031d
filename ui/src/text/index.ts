// The words of the window. Another language is one more file of this shape: a missing key does not compile.
import { zhCN } from './zh-CN';

export type Text = typeof zhCN;
export const t: Text = zhCN;
