//! Demo data: one dealer, two makers, three months; only ever in a database of its own.
//!
//! - DEMO-1 Demo data goes into an empty database only, and marks it, so that the window shows the watermark.
//!
//! All names and numbers are made up. The data passes through the same use cases as typed data.

use crate::app::App;
use crate::error::{Answer, AppError};
use crate::repair::RepairOrigin;
use crate::sale::Origin;
use crate::view::*;
use crate::writing::Writing;
use domain::call::{Area, StepKind, Urgency};
use domain::model::Model;
use domain::part::{Part, PartKind};
use domain::principal::Principal;
use domain::repair::{Channel, Method};
use domain::{Day, Fen, Month};
use store::{ListFilter, Setting};

/// The pack the demo's makers are judged by.
const DEMO_PACK: &str = "S0-farm";

/// Maker's code, name and its models: code, product, class, guide price in yuan.
type Maker = (&'static str, &'static str, [(&'static str, &'static str, &'static str, i64); 3]);

const MAKERS: [Maker; 2] = [
    (
        "HH",
        "华禾农机",
        [
            ("HH704", "轮式拖拉机", "大中型拖拉机", 76_500),
            ("HH1204-D", "轮式拖拉机", "大中型拖拉机", 128_000),
            ("HH-12", "手扶拖拉机", "小型拖拉机", 6_980),
        ],
    ),
    (
        "WY",
        "沃野动力",
        [
            ("4LZ-6.0P", "自走履带式谷物联合收割机", "联合收割机", 146_800),
            ("2ZGQ-8D", "乘坐式高速插秧机", "插秧机", 99_800),
            ("YC4A135", "多缸柴油机", "柴油机", 31_500),
        ],
    ),
];

/// Code, name, unit, price in fen, kind.
const PARTS: [(&str, &str, &str, i64, PartKind); 6] = [
    ("082895", "空气滤清器芯", "套", 23_700, PartKind::Wear),
    ("055665", "轴承 6206", "件", 8_800, PartKind::Warranty),
    ("1E54715", "柴油滤芯", "件", 4_000, PartKind::Wear),
    ("041632", "油封 45×62×10", "件", 2_600, PartKind::Warranty),
    ("006396", "转向油缸", "件", 113_700, PartKind::Warranty),
    ("077914", "制动摩擦片", "片", 46_600, PartKind::Wear),
];

const SURNAMES: [&str; 14] =
    ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "曾", "单", "欧阳", "买买提·"];
const GIVEN: [&str; 12] = ["建国", "秀英", "志强", "桂芳", "丽", "伟", "玉梅", "海燕", "𠮷祥", "春生", "文", "红霞"];
const TOWNS: [&str; 6] = ["张店镇", "柳林镇", "青石镇", "河口镇", "三里乡", "双庙乡"];
const FAULTS: [(&str, &str, &str); 5] = [
    ("发动机冒黑烟、动力不足", "发动机", "配套件质量"),
    ("轴承异响", "传动", "材质缺陷"),
    ("转向沉重", "转向", "装配不良"),
    ("仪表不亮", "电气", "制造质量"),
    ("制动跑偏", "制动", "自然磨损"),
];

/// A minute, in milliseconds.
const MINUTE: i64 = 60_000;

/// Which customer rang how many minutes ago, what for, and the steps that are done, a quarter of an hour each.
const CALLS: [(usize, i64, &str, Urgency, &[StepKind]); 3] = [
    (2, 40, "作业中突然熄火，再也打不着", Urgency::Urgent, &[]),
    (5, 26 * 60, "液压提升无力", Urgency::Normal, &UNDER_WAY),
    (8, 50 * 60, "转向沉重", Urgency::Normal, &CROSSED_OFF),
];
const UNDER_WAY: [StepKind; 4] = [StepKind::Arranged, StepKind::Told, StepKind::Filed, StepKind::Dispatched];
const CROSSED_OFF: [StepKind; 8] = [
    StepKind::Arranged,
    StepKind::Told,
    StepKind::Filed,
    StepKind::Dispatched,
    StepKind::Arrived,
    StepKind::Done,
    StepKind::Signed,
    StepKind::CrossedOff,
];

/// Sales of one maker in one month.
const SALES_A_MONTH: usize = 12;

impl App {
    pub(crate) fn demo_load(&self, input: DemoInput) -> Answer<Written<DeskStatus>> {
        self.write("demo_load", |tx, now| {
            if !tx.principals()?.is_empty()
                || !tx.sales(&ListFilter { limit: 1, ..ListFilter::default() })?.0.is_empty()
            {
                return Err(AppError::NotEmpty);
            }
            let first = Month::of(now.today).previous().previous();
            tx.put_setting(Setting::Demo, "1")?;
            tx.put_setting(Setting::StartOfUseOn, &first.first().iso())?;
            tx.put_setting(
                Setting::Dealer,
                r#"{"code":"HB0732A","name":"清河惠农农机有限公司","short_name":"清河惠农","device":"A"}"#,
            )?;
            Filling { writing: Writing::begin(self, tx, now)?, made: 0 }.fill(first)
        })?;
        self.demo_calls()?;
        for office in &input.head_offices {
            self.enrol(EnrolInput {
                url: office.url.clone(),
                code: office.code.clone(),
                demo: true,
                replace: false,
                other_dealer: false,
            })?;
        }
        Ok(Written {
            value: self.desk_status(Nothing {})?,
            touched: vec![Touched::Settings, Touched::Sale, Touched::Repair, Touched::Call, Touched::Sync],
        })
    }
}

impl App {
    /// Calls of customers the desk knows: one that rang just now, one under way, one that is crossed off.
    fn demo_calls(&self) -> Answer<()> {
        let at = self.read(|_, now| Ok(now.at))?;
        for (n, minutes, complaint, urgency, steps) in CALLS {
            let (received_at, caller) = (at - minutes * MINUTE, customer(n));
            let known = self.call_from(CallerQuery { phone: caller.phone.clone() })?.known.into_iter().next();
            let call = self.call_open(CallDraft {
                request_id: None,
                received_at: Some(received_at),
                principal: known.as_ref().map(|one| one.principal.clone()).unwrap_or_default(),
                channel: Channel::Phone,
                caller: caller.name,
                phone: caller.phone,
                customer_id: known.as_ref().map(|one| one.customer_id.clone()),
                unit_id: known.as_ref().and_then(|one| one.unit_id.clone()),
                serial: known.as_ref().map(|one| one.serial.clone()).unwrap_or_default(),
                model: known.as_ref().map(|one| one.model.clone()).unwrap_or_default(),
                product: String::new(),
                area: Some(Area::Suburb),
                address: format!("清河县{}{}", caller.town, caller.village),
                complaint: complaint.into(),
                urgency: Some(urgency),
                forwarded_at: None,
                follows: None,
                task_no: String::new(),
                note: String::new(),
            })?;
            for (nth, kind) in (1..).zip(steps) {
                self.call_step(CallStep {
                    request_id: None,
                    id: call.value.id.clone(),
                    rev: None,
                    kind: *kind,
                    doing: StepDoing::Put,
                    at: Some(received_at + nth * 15 * MINUTE),
                    who: if *kind == StepKind::Dispatched { "周师傅".into() } else { String::new() },
                    no: if *kind == StepKind::Filed { format!("BA-{n:03}") } else { String::new() },
                    by_phone: false,
                    words: String::new(),
                    reason: String::new(),
                })?;
            }
        }
        Ok(())
    }
}

/// The demo while it is being filled in.
struct Filling<'a> {
    writing: Writing<'a>,
    made: usize,
}

impl Filling<'_> {
    fn fill(mut self, first: Month) -> Answer<()> {
        for (code, name, unit, price, kind) in PARTS {
            self.writing.tx.put_part(&Part {
                id: self.writing.app.id(),
                code: code.into(),
                name: name.into(),
                spec: String::new(),
                unit: unit.into(),
                price_fen: Some(Fen(price)),
                market_price_fen: Some(Fen(price * 5 / 4)),
                kind: Some(kind),
                return_required: Some(kind == PartKind::Warranty),
            })?;
        }
        for (code, name, models) in &MAKERS {
            let maker = self.maker(code, name, models)?;
            for month in [first, first.next(), first.next().next()] {
                for nth in 0..SALES_A_MONTH {
                    self.sale(&maker, models, month, nth)?;
                }
            }
        }
        Ok(())
    }

    fn maker(&self, code: &str, name: &str, models: &[(&str, &str, &str, i64)]) -> Answer<Principal> {
        let maker = Principal {
            id: self.writing.app.id(),
            code: code.into(),
            name: name.into(),
            policy: DEMO_PACK.into(),
            dealer_account: String::new(),
        };
        self.writing.tx.put_principal(&maker)?;
        for (model, product, class, yuan) in models {
            self.writing.tx.put_model(&Model {
                id: self.writing.app.id(),
                principal: maker.id,
                code: (*model).into(),
                product: (*product).into(),
                class: (*class).into(),
                power_milli_kw: None,
                guide_price_fen: Some(Fen(yuan * 100)),
                fuel: None,
                cylinders: None,
                strokes: None,
            })?;
        }
        Ok(maker)
    }

    /// One sale on a day of the month up to today; every third machine comes back for a repair.
    fn sale(&mut self, maker: &Principal, models: &[(&str, &str, &str, i64)], month: Month, nth: usize) -> Answer<()> {
        let today = self.writing.now.today;
        let offset = i64::try_from(nth * 28 / SALES_A_MONTH).unwrap_or(0);
        let sold_on = month.first().plus_days(offset);
        if sold_on > today {
            return Ok(());
        }
        self.made += 1;
        let n = self.made;
        let (model, _, _, yuan) = models[n % models.len()];
        let age = sold_on.days_until(today);
        let draft = SaleDraft {
            request_id: None,
            amends: None,
            principal: maker.code.clone(),
            customer: customer(n),
            unit: UnitInput {
                model: model.into(),
                product: String::new(),
                serial: format!("{}26D{:05}", maker.code, 10_000 + n * 37),
                engine_no: format!("Y{:07}", 4_000_000 + n * 1_237),
                frame_no: String::new(),
                produced_on: None,
                power_milli_kw: None,
            },
            sold_on,
            invoice_no: format!("{:08}", 1_532_000 + n * 91),
            invoice_on: Some(sold_on),
            delivered_on: Some(sold_on),
            installed_on: None,
            price_fen: Some(yuan * 100),
            subsidy_fen: Some(yuan * 25),
            seller: ["李敏", "陈芳", "王强"][n % 3].into(),
            outlet: String::new(),
            note: String::new(),
            card_no: String::new(),
            // Cards of the last days are still with their users, and every eleventh was forgotten.
            user_signed: age > 6 && !n.is_multiple_of(11),
            share_consent: !n.is_multiple_of(7),
        };
        crate::sale::open_sale(&self.writing, maker, &draft, Origin::Form)?;
        if n.is_multiple_of(3) && age > 3 {
            self.repair(maker, &draft, n, sold_on.plus_days(2 + i64::try_from(n % 9).unwrap_or(0)))?;
        }
        Ok(())
    }

    fn repair(&self, maker: &Principal, sale: &SaleDraft, n: usize, on: Day) -> Answer<()> {
        let today = self.writing.now.today;
        let reported_on = on.min(today);
        let completed_on = Some(reported_on.plus_days(1)).filter(|day| *day <= today && !n.is_multiple_of(15));
        let (fault, fault_place, cause) = FAULTS[n % FAULTS.len()];
        let parts = [n % PARTS.len(), (n + 1) % PARTS.len()].map(|index| {
            let (code, name, unit, _, _) = PARTS[index];
            RepairPartInput {
                id: None,
                code: code.into(),
                name: name.into(),
                spec: String::new(),
                unit: unit.into(),
                qty_milli: 1000,
                price_fen: None,
                kind: None,
                replaced_on: None,
                wants_replacement: false,
                old_serial: String::new(),
                new_serial: String::new(),
                old_part_here: n.is_multiple_of(2),
                bin: if n.is_multiple_of(2) { format!("A-{}", n % 8 + 1) } else { String::new() },
                tag_no: None,
            }
        });
        let channel = Channel::ALL[n % Channel::ALL.len()];
        let draft = RepairDraft {
            principal: maker.code.clone(),
            reported_time: "09:20".into(),
            arrived_on: Some(reported_on),
            arrived_time: "14:05".into(),
            completed_on,
            usage_milli: Some(i64::try_from(n).unwrap_or(0) * 7_000),
            in_warranty: true,
            fault: fault.into(),
            fault_place: fault_place.into(),
            cause: cause.into(),
            responsibility: "厂家".into(),
            technician: ["周师傅", "赵师傅", "孙师傅"][n % 3].into(),
            labour_milli_hours: Some(2_000),
            labour_fen: 6_000,
            travel_milli_km: Some(18_000),
            travel_fen: 2_160,
            user_signed: completed_on.is_some() && !n.is_multiple_of(9),
            user_rating: "满意".into(),
            share_consent: sale.share_consent,
            parts: parts.into(),
            ..RepairDraft::of(sale.customer.clone(), sale.unit.clone(), channel, reported_on, Method::Replace)
        };
        let origin = RepairOrigin::Ledger { send: true, old_parts: crate::repair_parts::OldPartStart::AsTyped };
        crate::repair::open_repair(&self.writing, &draft, origin).map(|_| ())
    }
}

fn customer(n: usize) -> CustomerInput {
    CustomerInput {
        id: None,
        name: format!("{}{}", SURNAMES[n % SURNAMES.len()], GIVEN[n * 5 % GIVEN.len()]),
        phone: format!("199{:08}", 1_000_037 * n % 100_000_000),
        county: "清河县".into(),
        town: TOWNS[n % TOWNS.len()].into(),
        village: format!("{}家村", SURNAMES[n * 3 % 12]),
        id_no: None,
    }
}
