// Made-up people and machines. Phones begin with 199 0 and no serial belongs to a real maker.

import type { DealerView, ModelView, PartView, PrincipalView } from '../types';

/** A small fixed generator: the same desk on every start, so that screenshots can be compared. */
export function dice(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * n);
  };
}

export const FAMILY = [...'冯陈刘王李张赵杨黄周吴徐孙马朱胡郭何林高'];
export const GIVEN = [
  '艳',
  '斌',
  '桂珍',
  '玉梅',
  '建国',
  '海涛',
  '秀英',
  '志强',
  '晓东',
  '丽华',
  '永福',
  '春生',
];
export const TOWNS = ['张店镇', '青石镇', '柳林镇', '三里乡', '河口镇'];
export const VILLAGES = ['陈家村', '潘家村', '吴家村', '黄家村', '大王庄', '小李庄'];
export const SELLERS = ['李敏', '陈芳', '王强'];

export const DEALER: DealerView = {
  code: 'HB0732A',
  name: '清河惠农农机有限公司',
  short_name: '清河惠农',
  device: 'A',
  region: '',
};

const maker = (code: string, name: string, enrolled: boolean): PrincipalView => ({
  id: `p-${code}`,
  code,
  name,
  policy: 'S0-farm 2026.1',
  starter: 'S0-farm',
  sample: true,
  unchecked: 14,
  enrolled,
  head_office_url: enrolled ? `https://sanbao.${code.toLowerCase()}.example` : '',
  dealer_account: enrolled ? 'HB0732A' : '',
  dealer_code: enrolled ? 'HB0732A' : '',
  dealer_name: enrolled ? '清河惠农农机有限公司' : '',
  office_key: enrolled
    ? '3475 0f98 bd59 fcfc 51d0 77aa 02c4 9e1b 8d36 f0e2 6a75 c318 94bb 2f07 e5d1 40c9'
    : '',
});

export const MAKERS: PrincipalView[] = [maker('HH', '华禾农机', true), maker('JS', '金穗机械', true)];

const model = (
  principal: string,
  code: string,
  product: string,
  klass: string,
  kw: number,
  yuan: number,
): ModelView => ({
  id: `m-${code}`,
  principal,
  code,
  product,
  class: klass,
  power_milli_kw: kw ? kw * 1000 : null,
  guide_price_fen: yuan * 100,
  fuel: null,
  cylinders: null,
  strokes: null,
});

export const MODELS: ModelView[] = [
  model('HH', 'HH704', '轮式拖拉机', '大中型拖拉机', 51.5, 76_500),
  model('HH', 'HH1204-D', '轮式拖拉机', '大中型拖拉机', 88.2, 128_000),
  model('HH', 'HH-12', '手扶拖拉机', '小型拖拉机', 8.8, 6980),
  model('HH', 'ZS1115', '单缸柴油机', '柴油机', 16.2, 4350),
  model('JS', '1GQN-200', '旋耕机', '耕整地机械', 0, 5200),
  model('JS', '1LYF-435', '液压翻转犁', '耕整地机械', 0, 21_800),
  model('JS', 'DZ-1500E', '电动三轮车', '电动三轮车', 1.5, 8680),
];

const part = (code: string, name: string, spec: string, yuan: number, wear: boolean): PartView => ({
  id: `q-${code}`,
  code,
  name,
  spec,
  unit: '件',
  price_fen: Math.round(yuan * 100),
  market_price_fen: Math.round(yuan * 125),
  kind: wear ? 'wear' : 'warranty',
  return_required: !wear,
});

export const PARTS: PartView[] = [
  part('082895', '空气滤清器芯', 'φ35', 73.17, true),
  part('055665', '机油滤清器', 'A型', 48.8, true),
  part('1E54715', '液压油泵', 'CBN-E314', 620, false),
  part('1E81700', '离合器从动盘', 'φ280', 386.5, false),
  part('0036120', '起动电机', '12V', 455, false),
  part('2B20418', '变速箱拨叉', '', 128, false),
  part('0071903', '三角皮带', 'B-1600', 35, true),
];

export const FAULTS = ['起动困难', '液压提升无力', '离合器打滑', '异响', '漏油', '不充电'];
export const PLACES_OF_FAULT = ['发动机', '液压系统', '传动系统', '电气系统'];
export const TECHNICIANS = ['赵志远', '周立新'];
