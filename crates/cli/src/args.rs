//! The command line's words.

use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// 三包服务台命令行：与窗口同一张命令表。
#[derive(Debug, Parser)]
#[command(name = "sanbao", version, about)]
pub struct Args {
    /// 数据文件夹（没有就新建；不写则用窗口程序的数据文件夹）
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// 输出 JSON
    #[arg(long, global = true)]
    pub json: bool,
    /// 操作员姓名；设了操作员的服务台写数据时要。PIN 放在环境变量 SANBAO_PIN 里
    #[arg(long, global = true, value_name = "NAME")]
    pub operator: Option<String>,
    /// 要做的事
    #[command(subcommand)]
    pub action: Action,
}

/// 要做的事。
#[derive(Debug, Subcommand)]
pub enum Action {
    /// 运行命令表里的一个命令
    Call {
        /// 命令名，见 sanbao commands
        command: String,
        /// JSON;写 - 从标准输入读
        #[arg(default_value = "{}")]
        input: String,
    },
    /// 列出全部命令
    Commands,
    /// 从某日起第 N 个工作日；不打开数据文件夹
    Workdays {
        /// 起算日，如 2026-09-30；当日不计
        from: String,
        /// 工作日数；负数往前数
        #[arg(allow_negative_numbers = true)]
        n: String,
    },
    /// 导入台账、维修记录、机型或配件价目
    Import {
        /// 文件（.csv .xlsx .xls）
        file: PathBuf,
        /// 文件的内容；不写则看表头
        #[arg(long = "as", value_enum)]
        kind: Option<Kind>,
        /// 文件里没有厂家时用的厂家代码
        #[arg(long, default_value = "")]
        principal: String,
        /// 启用日之前的销售也计算回执卡期限
        #[arg(long)]
        follow_old: bool,
    },
    /// 生成一个月的月报
    Report {
        /// 月份，如 2026-10
        month: String,
        /// 厂家代码，或 all
        #[arg(long)]
        principal: String,
        /// 放到哪个文件夹
        #[arg(long)]
        out: PathBuf,
    },
    /// 读入总部回填的旧件返回清单（W07）、核销申请表（W08）或核销通知书（W09）
    Decisions {
        /// 总部发回的文件（.xlsx .xls .csv）
        file: PathBuf,
    },
    /// 立即报送并取回答复；没有网络时用文件
    Sync {
        /// 没有网络：把待报送的记录写成加密文件，交给总部
        #[arg(long, value_name = "F", conflicts_with = "from_file")]
        to_file: Option<PathBuf>,
        /// 没有网络：取回总部的答复文件
        #[arg(long, value_name = "G")]
        from_file: Option<PathBuf>,
        /// 厂家代码；不写则为全部厂家。写文件时，登记了几个厂家的总部就要写明
        #[arg(long, value_name = "CODE", default_value = "")]
        principal: String,
    },
    /// 同总部对账：一个月里有回执的记录，总部现在是不是都有
    Reconcile {
        /// 月份，如 2026-10
        month: String,
        /// 厂家代码
        #[arg(long)]
        principal: String,
    },
    /// 在总部登记本机
    Enrol {
        /// 总部地址
        url: String,
        /// 一次性代码
        code: String,
        /// 现在是演示数据，照样登记：演示的记录会报给这个总部
        #[arg(long)]
        demo: bool,
        /// 总部认得的经销商代码和本机不同，核对过了，照样登记
        #[arg(long)]
        other_dealer: bool,
    },
    /// 备份
    Backup {
        /// 备份到哪个文件；不写则放进备份文件夹
        file: Option<PathBuf>,
    },
    /// 从备份恢复；现有数据先另存。备份是别的电脑加密的，把它的恢复码放在环境变量 SANBAO_CODE 里
    Restore {
        /// 备份文件
        file: PathBuf,
    },
    /// 数据是加密的、这台电脑的钥匙不见了：用恢复码打开。恢复码放在环境变量 SANBAO_CODE 里，或从标准输入读
    Unlock,
    /// 数据库丢失或损坏、又不恢复时，新建一份空的；旧备份改名留下
    BeginAnew,
    /// 老板忘了 PIN：在本机设一个新的，放在环境变量 SANBAO_PIN 里；会留在操作记录里，下次登录时告诉每位老板
    OwnerReset {
        /// 老板的姓名
        name: String,
    },
    /// 自检
    Doctor,
    /// 登记表的定义文件：检查、预览；不打开数据文件夹
    #[command(subcommand)]
    Forms(Forms),
}

/// 登记表的定义文件，或带 forms 的政策包。
#[derive(Debug, Subcommand)]
pub enum Forms {
    /// 逐条指出错在哪里；没有错时退出码是 0，有错是 1
    Check {
        /// 定义文件（.json）
        file: PathBuf,
    },
    /// 用文字画出这张表
    Preview {
        /// 定义文件（.json）
        file: PathBuf,
        /// 试填的内容（.json），看看算出什么、缺什么
        #[arg(long, value_name = "FILE")]
        values: Option<PathBuf>,
    },
}

/// 文件的内容。
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Kind {
    /// 销售台账
    Sales,
    /// 维修记录
    Repairs,
    /// 机型
    Models,
    /// 配件价目
    Parts,
}

impl Kind {
    /// Name in the command's input.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sales => "sales",
            Self::Repairs => "repairs",
            Self::Models => "models",
            Self::Parts => "parts",
        }
    }
}

impl Action {
    /// What is done about a database that does not open.
    pub fn mends(&self) -> bool {
        matches!(self, Self::Restore { .. } | Self::BeginAnew | Self::Unlock)
    }
}

impl Args {
    /// The data folder: as given, else the one the window uses.
    pub fn data_dir(&self) -> PathBuf {
        self.data.clone().unwrap_or_else(default_dir)
    }
}

/// Where the window program keeps its data on this system.
fn default_dir() -> PathBuf {
    let from = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let base = if cfg!(windows) {
        from("APPDATA")
    } else if cfg!(target_os = "macos") {
        from("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        from("XDG_DATA_HOME").or_else(|| from("HOME").map(|home| home.join(".local/share")))
    };
    base.unwrap_or_else(|| PathBuf::from(".")).join(app::IDENTIFIER)
}
