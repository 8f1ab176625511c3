//! Profiles with an environment of their own: which appliance is called, with which token, and what is shown.

#![cfg(feature = "profiles")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};

use fortinac_client::profile::{Profile, Profiles, Settings, TokenSource};
use fortinac_client::{Client, Fingerprint};
use fortinac_testkit::{Identity, Response, Server, params};
use serde_json::json;
use tempfile::TempDir;

/// Set in the process of a test with an environment of its own: the profile that it names, or nothing.
const CHILD: &str = "PROFILES_TEST_CHILD";

/// An appliance with a certificate of its own.
struct Appliance {
    server: Server,
    pin: String,
}

impl Appliance {
    async fn start() -> Self {
        let identity = Identity::self_signed(&params(&["nac.example.com"]));
        let pin = Fingerprint::of(&identity.certificate).to_string();
        let user = json!({"status": "success", "results": [{"id": 31}]});
        let server = Server::start_tls(&identity, [Response::json(200, user)]).await;
        Self { server, pin }
    }

    fn profile(&self, token: TokenSource) -> Profile {
        let mut profile = Profile::new(self.server.url(), token);
        profile.set_cert_sha256([self.pin.parse().unwrap()]);
        profile
    }

    fn tokens(&self) -> Vec<String> {
        let requests = self.server.requests();
        let tokens = requests
            .iter()
            .map(|request| request.header("authorization").unwrap().to_owned());
        tokens.collect()
    }
}

/// Three appliances: one for each of two profiles, and one for the environment.
struct Network {
    lab: Appliance,
    plant: Appliance,
    env: Appliance,
    folder: TempDir,
}

impl Network {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let network = Self {
            lab: Appliance::start().await,
            plant: Appliance::start().await,
            env: Appliance::start().await,
            folder,
        };
        let mut profiles = Profiles::empty(network.file());
        let literal = |token: &str| TokenSource::Literal(token.into());
        profiles
            .set("lab", network.lab.profile(literal("canary-lab")))
            .unwrap();
        profiles
            .set("plant", network.plant.profile(literal("canary-plant")))
            .unwrap();
        profiles.set_default("lab").unwrap();
        profiles.save().unwrap();
        network
    }

    /// Where the file is if no variable names another.
    fn file(&self) -> PathBuf {
        self.folder.path().join("fortinac").join("config.toml")
    }

    fn variable(&self, name: &str) -> (&'static str, String) {
        match name {
            "URL" => ("FORTINAC_URL", self.env.server.url()),
            "TOKEN" => ("FORTINAC_TOKEN", "canary-env".to_owned()),
            "PIN" => ("FORTINAC_CERT_SHA256", self.env.pin.clone()),
            "INSECURE" => ("FORTINAC_INSECURE", "1".to_owned()),
            "NO_XDG" => ("XDG_CONFIG_HOME", String::new()),
            profile => ("FORTINAC_PROFILE", profile.to_owned()),
        }
    }

    /// Calls whichever appliance the settings name, in a process of its own, and returns what that shows. No token is in it.
    async fn call(&self, argument: &str, variables: &[&str]) -> String {
        let variables: Vec<_> = variables.iter().map(|name| self.variable(name)).collect();
        let folder = self.folder.path().to_owned();
        let argument = argument.to_owned();
        let shown = tokio::task::spawn_blocking(move || run(&folder, &argument, &variables));
        let shown = shown.await.unwrap();
        assert!(!shown.contains("canary"), "{shown}");
        shown
    }

    /// The tokens that came to each of the three.
    fn tokens(&self) -> [Vec<String>; 3] {
        [self.lab.tokens(), self.plant.tokens(), self.env.tokens()]
    }
}

fn run(folder: &Path, argument: &str, variables: &[(&str, String)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().to_lowercase();
        if name.ends_with("_proxy") || name.starts_with("fortinac_") {
            command.env_remove(name);
        }
    }
    let output = command
        .args(["the_child_calls", "--exact", "--nocapture"])
        // On Windows, the folder is found by another variable.
        .env("XDG_CONFIG_HOME", folder)
        .env("HOME", folder)
        .env(
            "FORTINAC_CONFIG",
            if cfg!(windows) {
                folder.join("fortinac/config.toml")
            } else {
                PathBuf::new()
            },
        )
        .envs(variables.iter().map(|(name, value)| (name, value)))
        .env(CHILD, argument)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

/// All that is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn the_child_calls() {
    let Ok(argument) = std::env::var(CHILD) else {
        return;
    };
    let log = Log::default();
    let writer = log.clone();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing_subscriber::filter::LevelFilter::TRACE);
    subscriber
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .init();
    let argument = Some(argument.as_str()).filter(|argument| !argument.is_empty());
    match Settings::find(argument) {
        Err(error) => println!("ERROR {error}\n{error:?}"),
        Ok(settings) => {
            println!("{settings:?}");
            let client = settings.builder().and_then(|builder| builder.build());
            match client {
                Err(error) => println!("ERROR {error}\n{error:?}"),
                Ok(client) => {
                    println!("{client:?}");
                    client.users().get(31).await.unwrap();
                }
            }
        }
    }
    println!("{}", String::from_utf8_lossy(&log.0.lock().unwrap()));
}

#[tokio::test]
async fn a_token_goes_to_its_own_appliance_and_to_no_other() {
    const LAB: usize = 0;
    const PLANT: usize = 1;
    const ENV: usize = 2;
    let network = Network::start().await;
    let mut expected = [const { Vec::<String>::new() }; 3];
    for (argument, variables, reached) in [
        ("", &[][..], Some(LAB)),
        ("", &["plant"], Some(PLANT)),
        ("plant", &[], Some(PLANT)),
        ("plant", &["lab"], Some(PLANT)),
        ("plant", &["URL", "TOKEN", "PIN"], Some(PLANT)),
        ("plant", &["URL"], Some(PLANT)),
        ("plant", &["TOKEN"], Some(PLANT)),
        ("plant", &["INSECURE"], Some(PLANT)),
        ("", &["URL", "TOKEN", "PIN"], Some(ENV)),
        ("", &["URL", "TOKEN", "PIN", "plant"], Some(ENV)),
        ("", &["URL"], None),
        ("", &["URL", "PIN", "plant"], None),
        ("", &["TOKEN"], None),
        ("", &["TOKEN", "plant"], None),
        ("", &["INSECURE"], None),
        ("", &["PIN"], None),
        ("office", &["URL", "TOKEN", "PIN"], None),
    ] {
        let shown = network.call(argument, variables).await;
        assert_eq!(
            shown.contains("ERROR "),
            reached.is_none(),
            "{argument} {variables:?}: {shown}"
        );
        if let Some(index) = reached {
            expected[index].push(format!("Bearer canary-{}", ["lab", "plant", "env"][index]));
        }
        assert_eq!(
            network.tokens(),
            expected,
            "{argument} {variables:?}: {shown}"
        );
    }
}

#[tokio::test]
async fn the_pin_of_a_profile_is_for_its_own_appliance() {
    let network = Network::start().await;
    let mut profiles = Profiles::from_file(network.file()).unwrap();
    let mut lab = profiles.get("lab").unwrap().clone();
    lab.set_cert_sha256([network.plant.pin.parse().unwrap()]);
    profiles.set("lab", lab).unwrap();
    profiles.save().unwrap();
    let client = profiles
        .get("lab")
        .unwrap()
        .builder()
        .unwrap()
        .build()
        .unwrap();
    assert!(client.users().get(31).await.unwrap_err().is_tls());
    assert_eq!(network.tokens(), [const { Vec::<String>::new() }; 3]);
}

#[tokio::test]
async fn both_variables_are_a_warning() {
    let network = Network::start().await;
    let warning = "WARN fortinac_client::client::profile::settings: FORTINAC_PROFILE is not used, because FORTINAC_URL is set";
    let shown = network.call("", &["URL", "TOKEN", "PIN", "plant"]).await;
    assert!(shown.contains(warning), "{shown}");
    let shown = network.call("", &["URL", "TOKEN", "PIN"]).await;
    assert!(!shown.contains(warning), "{shown}");
}

#[cfg(unix)]
#[tokio::test]
async fn what_others_can_read_is_refused_or_a_warning() {
    use std::os::unix::fs::PermissionsExt;
    let network = Network::start().await;
    let open = || fs::set_permissions(network.file(), fs::Permissions::from_mode(0o644)).unwrap();
    open();
    let shown = network.call("", &[]).await;
    let advice = format!("run `chmod 600 {}`", network.file().display());
    assert!(
        shown.contains("ERROR ") && shown.contains(&advice),
        "{shown}"
    );

    let token = network.folder.path().join("fortinac").join("lab.token");
    fs::write(&token, "canary-lab\n").unwrap();
    let mut profiles = Profiles::empty(network.file());
    fs::remove_file(network.file()).unwrap();
    profiles
        .set(
            "lab",
            network.lab.profile(TokenSource::File("lab.token".into())),
        )
        .unwrap();
    profiles.save().unwrap();
    open();
    let shown = network.call("lab", &[]).await;
    let warning =
        "WARN fortinac_client::client::profile::file: others than the owner can read or change ";
    assert!(
        shown.contains(warning) && shown.contains(&advice),
        "{shown}"
    );
    assert_eq!(network.lab.tokens(), ["Bearer canary-lab"]);
}

#[cfg(unix)]
#[tokio::test]
async fn the_home_folder_has_the_file_and_what_it_names() {
    let network = Network::start().await;
    let home = network.folder.path();
    let mut profiles = Profiles::empty(home.join(".config").join("fortinac").join("config.toml"));
    let token = TokenSource::File("~/home.token".into());
    profiles.set("home", network.lab.profile(token)).unwrap();
    profiles.save().unwrap();
    let shown = network.call("home", &["NO_XDG"]).await;
    let missing = format!("{}: ", home.join("home.token").display());
    assert!(
        shown.contains("ERROR profile home, key token_file") && shown.contains(&missing),
        "{shown}"
    );
    fs::write(home.join("home.token"), "canary-home").unwrap();
    network.call("home", &["NO_XDG"]).await;
    assert_eq!(network.lab.tokens(), ["Bearer canary-home"]);
}

#[cfg(unix)]
#[tokio::test]
async fn the_token_of_a_command_is_used_and_not_shown() {
    let network = Network::start().await;
    let mut profiles = Profiles::from_file(network.file()).unwrap();
    let command = |script: &str| {
        let words = ["sh", "-c", script].map(str::to_owned).to_vec();
        network.lab.profile(TokenSource::Command(words))
    };
    profiles.set("lab", command("echo canary-command")).unwrap();
    profiles
        .set(
            "plant",
            command("echo canary-command; echo why >&2; exit 4"),
        )
        .unwrap();
    profiles.save().unwrap();
    network.call("lab", &[]).await;
    assert_eq!(network.lab.tokens(), ["Bearer canary-command"]);
    let shown = network.call("plant", &[]).await;
    let file = network.file();
    let expected = format!(
        "ERROR profile plant, key token_command (in {}): `sh` ended with the exit code 4\n",
        file.display()
    );
    assert!(
        shown.contains(&expected) && shown.contains("why\n"),
        "{shown}"
    );
    assert_eq!(network.lab.tokens().len(), 1);
}

#[tokio::test]
async fn the_embedded_appliance_is_called_by_a_profile() {
    let appliance = fortinac_mock::Appliance::builder().tls().start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("ca.pem"),
        appliance.certificate_pem().unwrap(),
    )
    .unwrap();
    let mut profiles = Profiles::empty(folder.path().join("config.toml"));
    let mut profile = Profile::new(
        appliance.url(),
        TokenSource::Literal(appliance.token().into()),
    );
    profile.set_cert_sha256([appliance.certificate_sha256().unwrap().parse().unwrap()]);
    profiles.set("demo", profile).unwrap();
    let client: Client = profiles
        .get("demo")
        .unwrap()
        .builder()
        .unwrap()
        .build()
        .unwrap();
    assert!(!client.hosts().list().await.unwrap().is_empty());
}
