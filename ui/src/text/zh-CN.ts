import * as kit from './kit.zh-CN';

export const zhCN = {
  ...kit,
};
