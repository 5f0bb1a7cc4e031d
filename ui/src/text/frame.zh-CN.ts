// Words of the frame around the pages.

export const places = {
  today: '今日',
  sales: '销售与回执卡',
  repairs: '报修与维修',
  parts: '旧件',
  claims: '核销',
  month: '月报',
  registers: '登记簿',
  ledger: '报送台账',
  archive: '档案',
  settings: '设置',
} as const;

/** Where there is little room: a part of the whole name. */
export const shortPlaces: Record<keyof typeof places, string> = {
  today: '今日',
  sales: '销售',
  repairs: '维修',
  parts: '旧件',
  claims: '核销',
  month: '月报',
  registers: '登记',
  ledger: '报送',
  archive: '档案',
  settings: '设置',
};

export const frame = {
  product: '三包服务台',
  places: '各处',
  waiting: ' 件待办',
  skip: '跳到搜索',
  maker: '厂家',
  allMakers: '全部厂家',
  searchAll: '搜索：编号、电话尾号、姓名、拼音首字母',
  hits: '搜索结果',
  noHits: '没有找到。可以试试编号的前几位，或电话的后四位。',
  hitKinds: {
    unit: '整机',
    customer: '用户',
    sale: '销售',
    repair: '维修',
    call: '报修',
    old_part: '旧件',
    custody: '收条',
    remedy: '换退',
    receipt: '收据',
    claim: '核销',
    entry: '登记',
  },
  open: '打开',
  openFile: (name: string) => `打开 ${name}`,
  dropAway: (name: string) => `收起 ${name}`,
  clockWrong: '电脑时间不对',
  demo: '演示数据',
} as const;

export const sync = {
  waiting: (n: number, age: string) => (age ? `${n} 条待报送，最早 ${age}` : `${n} 条待报送`),
  waitingNew: (n: number) => `${n} 条待报送，刚刚保存`,
  rejected: (n: number, waiting: number) =>
    waiting > 0 ? `${n} 条被退回，另有 ${waiting} 条待报送` : `${n} 条被退回，请改正后重报`,
  overdue: (n: number, late: number) => `${n} 条待报送，其中 ${late} 条已过期限`,
  missing: (n: number, waiting: number) =>
    waiting > 0 ? `${n} 个文件报不出去，另有 ${waiting} 条待报送` : `${n} 个文件报不出去`,
  files: (n: number) => `${n} 个文件待报送`,
  sending: (n: number, of: number) => `正在报送 ${n}/${of}`,
  sendingSpoken: '正在报送',
  offline: (n: number) => (n > 0 ? `没有网络，${n} 条在本机` : '没有网络'),
  all: '全部已报送',
  never: '从未报送',
  at: (maker: string, trouble: string) => `${maker}：${trouble}`,
  neverAt: (maker: string) => `${maker}还没有报送过`,
  notEnrolled: '还没有登记总部，数据只在本机',
  noHeadOffice: '还没有登记总部',
  outside: (maker: string, n: number) =>
    n > 0 ? `${maker}未登记总部，${n} 条在本机等` : `${maker}未登记总部`,
  allThrough: (ago: string) => `全部已报送 · ${ago}`,
} as const;

export const states = {
  card: {
    issued: '待收回',
    queued: '待报送',
    acknowledged: '总部已收',
    returned: '被退回',
    before_start: '启用前已办',
    voided: '已作废',
  },
  repair: { draft: '在修', submitted: '已提交', voided: '已作废' },
  oldPart: {
    tagged: '待入库',
    in_store: '在库',
    sent: '已发运',
    kept_by_user: '用户留存',
    destroyed: '现场销毁',
    lost: '丢失',
    stays_at_dealer: '留店',
    voided: '已作废',
  },
  outbox: {
    pending: '待报送',
    inflight: '正在报送',
    deferred: '总部等其他记录',
    rejected: '被退回',
    acked: '总部已收',
    superseded: '已被新版替代',
  },
  report: {
    not_sent: '只导出',
    handed: '已交出',
    pending: '待报送',
    deferred: '总部等其他记录',
    acked: '总部已收',
    rejected: '被退回',
  },
} as const;
