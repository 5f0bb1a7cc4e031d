//! The fields of each kind of file with the names dealers give their columns.

use super::fields::Field;
use super::fields::Need::{self, Key, No, Row};
use super::fields::Shape::{self, Day, Identity, Money, Phone, Quantity, Text};

const fn field(
    key: &'static str,
    label: &'static str,
    need: Need,
    shape: Shape,
    names: &'static [&'static str],
) -> Field {
    Field { key, label, names, need, shape }
}

const MAKER: Field = field(
    "principal",
    "生产厂家",
    No,
    Text,
    &["生产厂家", "厂家", "厂商", "生产企业", "生产厂", "制造商", "生产厂商", "厂家名称", "品牌"],
);
const NAME: Field = field(
    "customer.name",
    "用户姓名",
    Row,
    Text,
    &[
        "购机者姓名",
        "用户姓名",
        "姓名",
        "客户姓名",
        "客户名称",
        "购机者",
        "购机人",
        "购买人",
        "购买者",
        "购买者姓名",
        "用户名称",
        "机主",
        "机主姓名",
        "车主",
        "用户",
        "客户",
    ],
);
const PHONE: Field = field(
    "customer.phone",
    "联系电话",
    No,
    Phone,
    &["联系电话", "电话", "手机", "手机号", "手机号码", "电话号码", "联系方式", "用户电话", "客户电话"],
);
const COUNTY: Field =
    field("customer.county", "县（市、区）", No, Text, &["县", "县市区", "区县", "县区", "所在县", "市县"]);
const TOWN: Field = field("customer.town", "乡镇", No, Text, &["乡镇", "乡", "镇", "乡镇街道", "所在乡镇"]);
const VILLAGE: Field = field(
    "customer.village",
    "村（地址）",
    No,
    Text,
    &["村", "地址", "详细地址", "用户地址", "联系地址", "家庭住址", "住址", "村组", "村屯", "客户地址"],
);
const MODEL: Field = field(
    "unit.model",
    "型号",
    Row,
    Text,
    &["购买机型", "机型", "型号", "产品型号", "机具型号", "机器型号", "规格型号", "型号规格"],
);
const PRODUCT: Field =
    field("unit.product", "产品名称", No, Text, &["产品名称", "机具名称", "产品", "品名", "机器名称"]);
const CLASS: Field =
    field("class", "机具品目", No, Text, &["机具品目", "品目", "机具类别", "产品类别", "类别", "机具种类"]);
const SERIAL: Field = field(
    "unit.serial",
    "出厂编号",
    Key,
    Text,
    &[
        "出厂编号",
        "整机编号",
        "机号",
        "机器编号",
        "出厂号",
        "产品编号",
        "机身号",
        "机身编号",
        "整机出厂编号",
        "序列号",
        "编号",
    ],
);
const ENGINE: Field = field(
    "unit.engine_no",
    "发动机号",
    No,
    Text,
    &["发动机号", "发动机编号", "发动机号码", "发动机出厂编号", "电机号", "电动机号", "电机编号"],
);
const FRAME: Field = field("unit.frame_no", "车架号", No, Text, &["车架号", "车架号码", "底盘号", "机架号", "vin"]);
const PRODUCED: Field = field("unit.produced_on", "出厂日期", No, Day, &["出厂日期", "生产日期", "制造日期"]);
const NOTE: Field = field("note", "备注", No, Text, &["备注", "备注说明", "附注"]);

pub(super) const SALES: &[Field] = &[
    field(
        "sold_on",
        "购机日期",
        Key,
        Day,
        &[
            "购机日期",
            "销售日期",
            "购买日期",
            "售出日期",
            "售机日期",
            "出售日期",
            "成交日期",
            "购机日",
            "销售时间",
            "购机时间",
            "日期",
        ],
    ),
    NAME,
    field(
        "customer.id_no",
        "身份证号",
        No,
        Identity,
        &["身份证号", "身份证号码", "身份证", "证件号码", "证件号", "居民身份证号"],
    ),
    PHONE,
    COUNTY,
    TOWN,
    VILLAGE,
    CLASS,
    MAKER,
    PRODUCT,
    MODEL,
    SERIAL,
    ENGINE,
    FRAME,
    PRODUCED,
    field("quantity", "数量", No, Quantity, &["数量", "台数", "购机数量", "购买数量", "销售数量"]),
    field(
        "price_fen",
        "销售价格",
        No,
        Money,
        &["单台销售价格", "销售价格", "销售单价", "单价", "售价", "价格", "成交价", "单台价格", "销售价"],
    ),
    field("subsidy_fen", "补贴额", No, Money, &["单台补贴额", "补贴额", "补贴金额", "补贴", "单台补贴金额"]),
    field("invoice_no", "发票号码", No, Text, &["发票号码", "发票号", "发票编号"]),
    field("invoice_on", "开票日期", No, Day, &["开票日期", "发票日期", "开票日"]),
    field("delivered_on", "交付日期", No, Day, &["交付日期", "交机日期", "提机日期", "提货日期"]),
    field("installed_on", "安装日期", No, Day, &["安装日期", "安装调试日期"]),
    field("seller", "经办人", No, Text, &["经办人", "销售员", "业务员", "经手人", "销售人员", "开单人"]),
    field("outlet", "分销网点", No, Text, &["分销网点", "网点", "销售网点", "二级网点", "销售点", "门店"]),
    field(
        "card_no",
        "回执卡编号",
        No,
        Text,
        &["回执卡编号", "回执卡号", "三包卡号", "三包凭证号", "三包凭证编号", "保修卡号"],
    ),
    NOTE,
];

pub(super) const REPAIRS: &[Field] = &[
    field(
        "no",
        "维修单号",
        Key,
        Text,
        &["维修单号", "单号", "工单号", "派工单号", "三包单号", "服务单号", "维修编号", "维修记录编号", "维修单编号"],
    ),
    field("reported_on", "报修日期", Key, Day, &["报修日期", "报修日", "受理日期", "叫修日期", "来电日期"]),
    field("reported_time", "报修时间", No, Text, &["报修时间", "受理时间", "叫修时间"]),
    field("received_on", "送修日期", No, Day, &["送修日期", "送修日", "开工日期", "接修日期"]),
    field("channel", "受理方式", No, Text, &["受理方式", "方式", "报修方式", "报修渠道", "来源"]),
    NAME,
    PHONE,
    COUNTY,
    TOWN,
    VILLAGE,
    MAKER,
    PRODUCT,
    MODEL,
    SERIAL,
    ENGINE,
    FRAME,
    field("sold_on", "购机日期", No, Day, &["购机日期", "购机日", "销售日期", "购买日期"]),
    field(
        "usage_milli",
        "小时数",
        No,
        Quantity,
        &["小时数", "使用小时", "工作小时", "作业小时", "工作小时数", "使用小时数", "表显小时"],
    ),
    field("usage_km", "行驶公里", No, Quantity, &["行驶公里", "行驶里程", "表显里程", "里程表读数"]),
    field("usage_mu", "作业亩数", No, Quantity, &["作业亩数", "亩数", "作业面积"]),
    field("fault", "故障现象", Key, Text, &["故障现象", "故障", "故障描述", "报修内容", "故障情况"]),
    field("fault_place", "故障部位", No, Text, &["故障部位", "部位", "故障部件"]),
    field("cause", "故障原因", No, Text, &["故障原因", "原因", "原因分析"]),
    field("responsibility", "责任归属", No, Text, &["责任归属", "责任", "责任方"]),
    field(
        "in_warranty",
        "保内/保外",
        No,
        Text,
        &["保内/保外", "保内保外", "保内外", "是否保内", "是否三包", "三包", "保修类型", "三包内外", "保修"],
    ),
    field("method", "处理方式", No, Text, &["处理方式", "维修方式", "处理方法"]),
    field(
        "work",
        "修理内容",
        No,
        Text,
        &["修理内容", "维修内容", "检查与修理内容", "修理情况", "维修情况", "处理内容", "处理情况"],
    ),
    field("arrived_on", "到达日期", No, Day, &["到达日期", "到达日", "上门日期"]),
    field("arrived_time", "到达时间", No, Text, &["到达时间", "上门时间"]),
    field("completed_on", "完工日期", No, Day, &["完工日期", "完工日", "修复日期", "竣工日期", "完成日期"]),
    field("handed_over_on", "交还日期", No, Day, &["交还日期", "交机日期", "取机日期", "交付日期"]),
    field("technician", "维修员", No, Text, &["维修员", "维修人员", "维修人", "修理工", "服务人员", "修理人"]),
    field("labour_milli_hours", "工时", No, Quantity, &["工时", "工时数"]),
    field("labour_fen", "工时费", No, Money, &["工时费", "人工费", "修理费"]),
    field("material_fen", "材料费", No, Money, &["材料费", "配件费", "零件费", "材料金额"]),
    field("travel_milli_km", "外出里程", No, Quantity, &["里程", "外出里程", "往返里程", "里程数"]),
    field("travel_fen", "交通费", No, Money, &["交通费", "外出费", "路费", "差旅费"]),
    field("other_fen", "其他费用", No, Money, &["其他费用", "其他费", "其它费用", "其他"]),
    field("total_fen", "合计", No, Money, &["合计", "费用合计", "合计金额", "总金额", "总费用", "总计"]),
    field("user_signed", "用户签字", No, Text, &["用户签字", "签字", "是否签字", "客户签字", "用户签名"]),
    field("user_rating", "用户评价", No, Text, &["用户评价", "用户意见", "满意度", "评价"]),
    field("old_part", "旧件", No, Text, &["旧件", "旧件状态", "旧件回收", "旧件情况"]),
    NOTE,
];

pub(super) const MODELS: &[Field] = &[
    field("code", "型号", Key, Text, &["型号", "机型", "产品型号", "机具型号", "型号规格", "规格型号"]),
    field("product", "产品名称", Key, Text, &["产品名称", "机具名称", "产品", "品名", "名称"]),
    CLASS,
    MAKER,
    field("power_milli_kw", "功率（kW）", No, Quantity, &["功率", "额定功率", "标定功率", "配套功率", "发动机功率"]),
    field("guide_price_fen", "指导价", No, Money, &["指导价", "销售指导价", "零售价", "价格", "市场指导价", "单价"]),
];

pub(super) const PARTS: &[Field] = &[
    field(
        "code",
        "零件编码",
        Key,
        Text,
        &[
            "零件编码",
            "配件编码",
            "物料编码",
            "零件代码",
            "配件代码",
            "零件号",
            "配件号",
            "配件编号",
            "零件编号",
            "物料号",
            "图号",
            "编码",
        ],
    ),
    field("name", "零件名称", Key, Text, &["零件名称", "配件名称", "物料名称", "品名", "名称"]),
    field("spec", "规格型号", No, Text, &["规格型号", "规格", "型号规格", "型号"]),
    field("unit", "单位", No, Text, &["单位", "计量单位"]),
    field("price_fen", "出厂价", No, Money, &["出厂价", "厂价", "进价", "结算价", "单价", "价格"]),
    field("market_price_fen", "市场供货价", No, Money, &["市场供货价", "市场价", "供货价", "零售价", "销售价", "售价"]),
    field(
        "kind",
        "三包件/易损件",
        No,
        Text,
        &["三包件/易损件", "三包件易损件", "件别", "配件类别", "类别", "三包类别"],
    ),
    field("return_required", "旧件应返", No, Text, &["旧件应返", "旧件是否返回", "是否返旧", "旧件返回", "返旧件"]),
];
