import * as call from './call.zh-CN';
import * as claim from './claim.zh-CN';
import * as evidence from './evidence.zh-CN';
import * as fees from './fees.zh-CN';
import * as forms from './forms.zh-CN';
import * as frame from './frame.zh-CN';
import * as kit from './kit.zh-CN';
import * as monthClose from './month-close.zh-CN';
import * as monthRead from './month-read.zh-CN';
import * as encryption from './encryption.zh-CN';
import * as operator from './operator.zh-CN';
import * as exchange from './exchange.zh-CN';
import * as outbox from './outbox.zh-CN';
import * as partReturn from './part-return.zh-CN';
import * as policy from './policy.zh-CN';
import * as print from './print.zh-CN';
import * as remedy from './remedy.zh-CN';
import * as repair from './repair.zh-CN';
import * as rest from './rest.zh-CN';
import * as rights from './rights.zh-CN';
import * as sale from './sale.zh-CN';
import * as statistics from './statistics.zh-CN';
import * as submission from './submission.zh-CN';
import * as template from './template.zh-CN';
import * as today from './today.zh-CN';
import * as workshop from './workshop.zh-CN';

export const zhCN = {
  ...kit,
  ...frame,
  ...forms,
  ...sale,
  ...repair,
  ...rest,
  ...rights,
  ...policy,
  ...print,
  ...template,
  ...today,
  ...submission,
  ...statistics,
  ...monthRead,
  ...claim,
  ...encryption,
  ...operator,
  ...monthClose,
  ...call,
  ...workshop,
  ...evidence,
  ...exchange,
  ...outbox,
  ...partReturn,
  ...remedy,
  ...fees,
};
