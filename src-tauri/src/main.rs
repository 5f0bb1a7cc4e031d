//! The shell: a window around the pages, and the door behind it.
//!
//! Absent on purpose: rules, SQL, network, settings. What a clerk may do is decided in crate app;
//! here is only what needs a window system: choosing files, opening folders, the menu, closing.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod alert;
mod args;
mod clock;
mod close;
mod commands;
mod desk;
mod dropped;
mod files;
mod log;
mod menu;
mod network;
mod schedule;
mod window;

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use tauri::{Manager, RunEvent, Wry};

use crate::args::Asked;
use crate::desk::Desk;

/// Workers compute rows and one thread writes them: the system's allocator spends a fifth of that on giving memory back.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match args::read(std::env::args_os().skip(1)) {
        Ok(Asked::Window { data }) => open(data.as_deref()),
        Ok(Asked::Version) => {
            println!("sanbao-desk {}", env!("CARGO_PKG_VERSION"));
            ExitCode::SUCCESS
        }
        Err(words) => {
            eprintln!("{words}\n{}", args::USAGE);
            ExitCode::from(2)
        }
    }
}

fn open(data: Option<&Path>) -> ExitCode {
    match build(data) {
        Ok(app) => {
            app.run(|handle, event| {
                if matches!(event, RunEvent::Exit) {
                    handle.state::<schedule::Schedule>().stop();
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("窗口打不开：{error}");
            ExitCode::FAILURE
        }
    }
}

fn build(data: Option<&Path>) -> tauri::Result<tauri::App> {
    let mut context = context();
    if let Some(dir) = data {
        // Each data folder is a desk of its own: a demo must not bring the real window to the front.
        context.config_mut().identifier.push_str(&window::suffix(dir));
    }
    let given = data.map(Path::to_path_buf);
    tauri::Builder::default()
        // First, so that a second start ends before anything is opened.
        .plugin(tauri_plugin_single_instance::init(|app, _args, _cwd| window::show(app)))
        .plugin(window::remembered(data))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .setup(move |app| {
            let dir = given.clone().map_or_else(|| app.path().app_data_dir(), Ok)?;
            log::to(&dir);
            app.manage(Arc::new(Desk::new(dir)));
            app.manage(files::Chosen::default());
            app.manage(close::Closing::default());
            app.manage(window::Zoom::default());
            alert::listen(app.handle())?;
            app.manage(schedule::Schedule::start(app.handle().clone()));
            menu::install(app.handle())?;
            window::open(app, given.as_deref())?;
            Ok(())
        })
        .on_window_event(|window, event| {
            close::on_event(window, event);
            dropped::on_event(window, event);
        })
        .invoke_handler(counted(tauri::generate_handler![
            alert::alert_try,
            commands::call,
            close::close_now,
            files::open_path,
            files::pick_file,
            files::pick_files,
            files::pick_folder,
            files::pick_save,
            files::show_path,
        ]))
        .build(context)
}

/// The pages, the icon and tauri.conf.json, put into the program by the compiler.
#[expect(clippy::disallowed_methods, reason = "the macro's own code ends a process it cannot start")]
fn context() -> tauri::Context {
    tauri::generate_context!()
}

/// Counts calls as they arrive, in order; a window that closes waits for those before it.
fn counted(
    handle: impl Fn(tauri::ipc::Invoke<Wry>) -> bool + Send + Sync + 'static,
) -> impl Fn(tauri::ipc::Invoke<Wry>) -> bool + Send + Sync + 'static {
    move |invoke| {
        if invoke.message.command() == "call" {
            invoke.message.webview_ref().state::<Arc<Desk>>().arrived();
        }
        handle(invoke)
    }
}
