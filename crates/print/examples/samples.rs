//! Sets the sample of every paper, for whoever changes a template and wants to look at it:
//! `cargo run -p print --example samples -- FOLDER`

use print::{Order, Paper, Picture, Template, render};
use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("which folder?")?);
    std::fs::create_dir_all(&folder)?;
    for paper in Paper::ALL {
        let data = serde_json::from_str(paper.sample())?;
        let signature = include_bytes!("../../../policies/prints/samples/signature.png").to_vec();
        let pictures = [Picture { name: "signature.png".into(), bytes: signature }];
        let template = Template::shipped(paper);
        let pdf = render(&Order {
            template: &template,
            data: &data,
            pictures: &pictures,
            ident: paper.key(),
            day: (2026, 11, 8),
        })?;
        std::fs::write(folder.join(format!("{}.pdf", paper.key())), &pdf.bytes)?;
        println!("{} {} pages {:?}", paper.title(), pdf.pages, pdf.missing);
    }
    Ok(())
}
