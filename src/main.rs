//! The command line.

use std::io::{BufReader, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use huzzah::app::{self, demo, serve, simulate};
use huzzah::config::{self, Settings};

/// Challenges for communities: log progress, see each other's, and let the winners be announced.
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    /// A file of settings; see `huzzah config check`.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the lounge, and Slack and Discord where they are set up, until told to stop.
    Run,
    /// Serve a lounge that is already alive: members, challenges and four weeks of history.
    Demo,
    /// Play lines with times on a database of its own and print what everybody reads.
    Simulate {
        /// A file of JSON lines; `-` for standard input.
        file: PathBuf,
        /// Makes draws repeatable.
        #[arg(long, default_value_t = 0)]
        seed: u64,
        /// An empty database to play on; memory when left out.
        #[arg(long, value_name = "URL", default_value = "sqlite::memory:")]
        database: String,
    },
    /// Recompute every standing from nothing and name what differs.
    Verify,
    /// Check a draw from its published seed and tickets.
    VerifyDraw {
        /// A file: the seed in hex on the first line, then one ticket's holder a line, in order; `-` for standard input.
        file: PathBuf,
        /// How many winners were drawn.
        #[arg(long, default_value_t = 3)]
        winners: usize,
        /// The commitment that was published when the window opened.
        #[arg(long)]
        commitment: Option<String>,
    },
    /// Look at the settings.
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Ask a running process whether it is well; for container health checks.
    Health,
}

#[derive(Subcommand)]
enum ConfigCommand {
    /// Print what is in force, secrets hidden.
    Check,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    // One provider of cryptography for the whole process, chosen before anybody asks for one.
    if rustls::crypto::ring::default_provider()
        .install_default()
        .is_err()
    {
        return fail(&anyhow::anyhow!(
            "a provider of cryptography is there already"
        ));
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return fail(&anyhow::Error::from(error).context("start")),
    };
    match runtime.block_on(carry_out(cli)) {
        Ok(code) => code,
        Err(error) => fail(&error),
    }
}

async fn carry_out(cli: Cli) -> anyhow::Result<ExitCode> {
    if let Command::Simulate {
        file,
        seed,
        database,
    } = &cli.command
    {
        let input: Box<dyn std::io::Read + Send> = app::open(file)?;
        simulate::run(BufReader::new(input), std::io::stdout(), database, *seed).await?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Command::VerifyDraw {
        file,
        winners,
        commitment,
    } = &cli.command
    {
        return app::draw::verify(file, *winners, commitment.as_deref());
    }
    #[cfg(debug_assertions)]
    obey_tests();
    let settings = Settings::load(cli.config.as_deref(), config::environment())?;
    match cli.command {
        Command::Run => serve::run(&settings).await?,
        Command::Demo => demo::run(&settings).await?,
        Command::Verify => return app::check::verify(&settings).await,
        Command::Health => return app::check::health(&settings).await,
        Command::Config {
            command: ConfigCommand::Check,
        } => print(&settings.show())?,
        Command::Simulate { .. } | Command::VerifyDraw { .. } => {}
    }
    Ok(ExitCode::SUCCESS)
}

/// What the tests of faults ask of the program; a release does not listen.
#[cfg(debug_assertions)]
fn obey_tests() {
    let asked = |name: &str| std::env::var(name).ok()?.parse().ok();
    if let Some(n) = asked("TEST_DIE_AT") {
        huzzah::store::die_at_step(n);
    }
    if let Some(n) = asked("TEST_SNAPSHOT_AFTER") {
        huzzah::engine::snapshot_after(u64::from(n));
    }
}

fn print(text: &str) -> anyhow::Result<()> {
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(())
}

/// One line that says what is in the way.
#[expect(clippy::print_stderr, reason = "the command line speaks to a person")]
fn fail(error: &anyhow::Error) -> ExitCode {
    eprintln!("huzzah: {error:#}");
    ExitCode::from(2)
}
