//! The demo month: what `cargo xtask run` does where nobody can sit in front of the window.

use std::path::PathBuf;

use crate::Outcome;
use crate::asked::Asked;
use crate::clerk::Clerk;
use crate::papers::{Repair, Sale};

/// What the month left behind.
#[derive(Debug)]
pub struct Month {
    /// Pictures of each step, in order.
    pub pictures: Vec<PathBuf>,
    /// The folder of the month's workbooks.
    pub workbooks: PathBuf,
}

const SALE: Sale<'_> = Sale {
    name: "冯艳",
    phone: "19900717470",
    county: "清河县",
    town: "张店镇",
    village: "陈家村",
    model: "HH704",
    serial: "HH26B35536",
    engine: "Y4291201",
    price: "76500",
    invoice: "15891321",
    // Empty: the desk numbers it, also when the demo is done a second time on the same data.
    card: "",
};

const REPAIR: Repair<'_> = Repair {
    serial: SALE.serial,
    fault: "轴承异响",
    technician: "周师傅",
    labour: "60",
    parts: &[("055665", "2", false), ("006396", "1", true)],
};

/// Opens the window on a demo that is enrolled at its head offices, does the month, keeps pictures.
pub fn month(asked: &Asked) -> Outcome<Month> {
    let clerk = Clerk::sit_down(&asked.app, &asked.data, &asked.out)?;
    let mut pictures = vec![clerk.picture("今日")?];
    clerk.new_sale()?;
    clerk.sale_fields(&SALE)?;
    pictures.push(clerk.picture("登记销售")?);
    clerk.save_sale(&SALE)?;
    clerk.repair(&REPAIR)?;
    pictures.push(clerk.picture("维修已提交")?);
    clerk.store_old_part("A-3")?;
    pictures.push(clerk.picture("旧件已入库")?);
    let workbooks = clerk.export_month()?;
    pictures.push(clerk.picture("月报已导出")?);
    clerk.send_month()?;
    clerk.send_now("已和总部核对一遍")?;
    clerk.told("全部已报送")?;
    pictures.push(clerk.picture("全部已报送")?);
    Ok(Month { pictures, workbooks })
}
