//! The desk and a power cut.

use sanbao_crash_vfs::{Dice, Disk, Fault, Loss};
use sanbao_faults::runs::Runs;
use sanbao_tests::world::HeadOffice;

use crate::desk::Busy;
use crate::{Held, hold, why};

/// A save, a backup or a sync takes some ten to a hundred steps.
const STEPS: u64 = 400;

/// Long before so many things are done the power is gone.
const MOST: usize = 500;

#[test]
fn r03_power_loss_on_the_desk_loses_nothing_acknowledged() {
    let office = HeadOffice::start("HH", "华禾农机").unwrap();
    let runs =
        Runs { requirement: 3, test: "r03_power_loss_on_the_desk_loses_nothing_acknowledged", side: "desk", short: 8 };
    runs.each(|seed| one(&office, seed));
}

fn one(office: &HeadOffice, seed: u64) -> Held {
    let mut dice = Dice::new(seed);
    let mut desk = Busy::at(office, seed)?;
    desk.world.close();
    let disk = Disk::at(desk.world.dir()).map_err(why)?;
    desk.world.restart().map_err(why)?;
    disk.arm(Fault::PowerCut, 1 + dice.below(STEPS));
    for _ in 0..MOST {
        let done = desk.something(office, &mut dice);
        if disk.met() {
            break;
        }
        done?; // refused with a disk that is well
    }
    hold(disk.met(), || "the power never went".into())?;
    desk.world.close();
    disk.power_on(Loss::any(&mut dice), seed).map_err(why)?;
    desk.world.restart().map_err(why)?;
    desk.holds_what_it_said()?;
    desk.everything_arrives_once(office)
}
