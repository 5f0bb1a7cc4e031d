// Registers the fake desk has: a complaint with its stages, a revisit, a day's report with its lines, and the card of
// opinions; made after the papers of the ledger (F113, F27, F95, F33).

import type { FormView } from '../types';
import { all, codes, field, form, must, section, state, step } from './form-parts';

const SATISFIED = ['很满意', '满意', '一般', '不满意'];

const COMPLAINT = form('complaint', '客户投诉登记反馈表', '投诉', '投诉与质量', {
  note: '客户投诉当天填；服务主任指派责任人，三天内答复客户，结案后归档。',
  says: ['complainant', 'subject'],
  day: 'received_on',
  columns: ['received_on', 'complainant', 'kind', 'subject', 'owner', 'loss'],
  filters: ['kind', 'channel'],
  totals: ['loss'],
  print: { paper: 'A4', copies: ['第一联 存根', '第二联 客户'] },
  travels: true,
  sections: [
    section('投诉人', 2, [
      field('customer', '档案里的用户', 'ref', { to: 'customer', help: '选中后带出电话和住址。' }),
      field('complainant', '投诉人', 'text', must),
      field('phone', '联系电话', 'text', { shape: 'phone', required: true }),
      field('address', '住址', 'text'),
    ]),
    section('投诉', 2, [
      field('received_on', '投诉日期', 'day', must),
      field('channel', '投诉途径', 'choice', {
        ...codes({ phone: '电话', visit: '来店', office: '总部转来' }),
        copy: true,
      }),
      field('kind', '投诉类别', 'choice', {
        ...must,
        ...codes({ quality: '产品质量', service: '服务', price: '收费' }),
      }),
      field('subject', '投诉事项', 'text', { ...must, most: 60 }),
      field('account', '投诉内容', 'long_text', { ...all, help: '照客户的原话记，不替他归纳。' }),
    ]),
    {
      ...section('机具', 2, [
        field('unit', '机器', 'ref', { to: 'unit', conditional: true, help: '扫码或输入出厂编号。' }),
        field('fault_on', '故障日期', 'day', { conditional: true }),
        field('hours', '已作业', 'number', { unit: '小时', decimals: 1, conditional: true }),
        field('loss', '客户自报损失', 'money', { conditional: true }),
        field('photos', '质量问题照片', 'photo', { conditional: true }),
      ]),
      help: '产品质量投诉才填',
      conditional: true,
    },
    section('处理', 2, [
      field('owner', '责任人', 'text', { locked_in: ['received'] }),
      field('answer_by', '应答复日期', 'day', { locked_in: ['received'] }),
      field('answer', '答复客户的话', 'long_text', { ...all, locked_in: ['received', 'assigned'] }),
    ]),
  ],
  states: [
    state('received', '已受理', 'wait'),
    state('assigned', '处理中', 'work'),
    state('answered', '已答复', 'work'),
    state('closed', '已结案', 'done', true),
    state('refused', '客户不认可', 'bad', true),
  ],
  steps: [
    step('assign', '指派', ['received'], 'assigned', {
      asks: ['owner', 'answer_by'],
      who_name: '服务主任或老板',
    }),
    step('answer', '答复客户', ['assigned'], 'answered', { asks: ['answer'] }),
    step('close', '客户认可，结案', ['answered'], 'closed'),
    step('refuse', '客户不认可，另立一件', ['answered'], 'refused', { reason: true, next_form: 'complaint' }),
  ],
});

const REVISIT = form('revisit', '三包服务回访登记表', '回访', '回访与满意度', {
  note: '修好以后三个月内回访一次；电话打不通的也登记。',
  says: ['customer', 'result'],
  day: 'on',
  columns: ['on', 'customer', 'reached', 'score', 'result'],
  filters: ['reached', 'score'],
  principal: 'none',
  sections: [
    section('回访', 3, [
      field('on', '回访日期', 'day', must),
      field('customer', '用户', 'ref', { to: 'customer', ...must }),
      field('repair', '维修单', 'ref', { to: 'repair' }),
      field('reached', '打通了', 'yes_no', must),
      field('score', '满意程度', 'rating', { levels: SATISFIED, width: 2, conditional: true }),
      field('again_on', '下次再打', 'day', { conditional: true }),
      field('result', '回访结果', 'long_text', all),
    ]),
  ],
});

const DAY_REPORT = form('technician_day', '技术员工作日报表', '日报', '日报与总结', {
  note: '每个技术员每天一张；当天的维修和用料从登记里取来，不用再抄。',
  says: ['technician', 'day'],
  day: 'day',
  draws_by: ['day', 'technician'],
  columns: ['day', 'technician', 'jobs', 'kilometres', 'taken'],
  filters: [],
  totals: ['taken'],
  principal: 'none',
  sections: [
    section('谁的哪一天', 3, [
      field('technician', '技术员', 'choice', {
        ...must,
        ...codes({ cw: '陈伟', lq: '李强', zh: '周海', wm: '王明', sj: '孙杰', hy: '何勇' }),
      }),
      field('day', '日期', 'day', must),
      field('out_at', '出发时间', 'instant'),
    ]),
    section('做了什么', 1, [
      field('lines', '当天的活', 'table', {
        draw: true,
        rows_max: 40,
        help: '从当天的维修单取来',
        columns: [
          field('repair', '维修单', 'ref', { to: 'repair', width: 2 }),
          field('work', '做了什么', 'text', { width: 2, required: true }),
          field('kind', '性质', 'choice', codes({ warranty: '三包', paid: '有偿', help: '指导' })),
          field('hours', '用时', 'number', { unit: '小时', decimals: 1 }),
          field('paid', '收款', 'money'),
        ],
      }),
    ]),
    section('合计', 3, [
      field('jobs', '件数', 'number', { computed: true, unit: '件' }),
      field('taken', '收款合计', 'money', { computed: true }),
      field('kilometres', '里程', 'number', { unit: '公里' }),
      field('trouble', '遇到的问题', 'long_text', all),
    ]),
  ],
  states: [state('draft', '未交', 'wait'), state('handed', '已交', 'done', true)],
  steps: [step('hand', '交给主任', ['draft'], 'handed')],
});

const rating = (key: string, title: string) =>
  field(key, title, 'rating', { levels: SATISFIED, required: true });

const OPINION = form('opinion', '客户意见卡', '意见卡', '回访与满意度', {
  note: '随回执卡收回，或回访时代填；四类各四问。',
  says: ['name', 'on'],
  day: 'on',
  columns: ['on', 'name', 'attitude', 'quality'],
  filters: ['quality'],
  sections: [
    section('谁填的', 3, [
      field('on', '填卡日期', 'day', must),
      field('name', '姓名', 'text', must),
      field('unit', '机器', 'ref', { to: 'unit' }),
    ]),
    section('服务', 1, [
      rating('attitude', '态度'),
      rating('speed', '到场快慢'),
      rating('skill', '技术'),
      rating('clean', '修完收拾'),
    ]),
    section('产品', 1, [
      rating('quality', '质量'),
      rating('easy', '好不好用'),
      rating('oil', '油耗'),
      rating('strength', '结实不结实'),
    ]),
    section('配件', 1, [
      rating('stock', '有没有货'),
      rating('price', '价格'),
      rating('fit', '合不合用'),
      rating('wait', '等多久'),
    ]),
    section('销售', 1, [
      rating('explain', '讲解'),
      rating('handover', '交机'),
      rating('papers', '票据手续'),
      rating('promise', '说到做到'),
    ]),
    section('还想说的', 1, [
      field('words', '意见和建议', 'long_text', all),
      field('sign', '客户签字', 'signature'),
    ]),
  ],
});

/** One of each kind of field and as many as a form may well have: what the speed of the screen is measured by. */
export function longForm(count: number): FormView {
  const kinds = ['text', 'day', 'number', 'money', 'choice'] as const;
  const fields = Array.from({ length: count }, (_, i) => {
    const kind = kinds[i % kinds.length] ?? 'text';
    const more = kind === 'choice' ? codes(Object.fromEntries([...'甲乙丙丁戊己'].map((c) => [c, c]))) : {};
    return field(`f${i}`, `第 ${i + 1} 项`, kind, more);
  });
  const sections = Array.from({ length: Math.ceil(count / 20) }, (_, i) =>
    section(`第 ${i + 1} 节`, 2, fields.slice(i * 20, i * 20 + 20)),
  );
  const day = field('on', '日期', 'day', must);
  return form('long', '长表', '长表', '其他', {
    sections: [section('日期', 2, [day]), ...sections],
    says: ['f0'],
    day: 'on',
    columns: ['on', 'f0'],
  });
}

export const FORMS: readonly FormView[] = [COMPLAINT, REVISIT, OPINION, DAY_REPORT];
