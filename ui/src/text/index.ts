// The words of the window. Another language is one more file of this shape: a missing key does not compile.
import { zhCN } from './zh-CN';

export type Text = typeof zhCN;
export const t: Text = zhCN;

/** Words of a policy pack or of head office may come with ASCII marks; on the screen Chinese ones are used. */
export function spoken(sentence: string): string {
  const marks: Readonly<Record<string, string>> = { ',': '，', ':': '：', ';': '；', '?': '？', '!': '！' };
  return sentence
    .replace(/(?<=[\u4e00-\u9fff」』）)])([,:;?!])\s?/g, (mark) => marks[mark.trim()] ?? mark)
    .replace(/\(([^()]*[\u4e00-\u9fff][^()]*)\)/g, '（$1）');
}
