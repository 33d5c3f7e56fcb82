//! A real nginx that serves requests while its log is cut.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiff::civil::date;

use super::world::{Logs, around, line, text};

struct Nginx {
    child: Child,
    port: u16,
    config: PathBuf,
}

fn program() -> &'static Path {
    let places = ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"];
    let found = places.into_iter().map(Path::new).find(|place| place.exists());
    found.expect("nginx is not installed; run ./test once, or install the package nginx")
}

impl Nginx {
    fn start(logs: &Logs, home: &Path) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let log = logs.path("access.log");
        let home_text = home.display();
        let kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        let temporary = kinds.map(|kind| format!("{kind}_temp_path {home_text}/{kind};")).concat();
        let config = home.join("nginx.conf");
        fs::write(
            &config,
            format!(
                "daemon off; worker_processes 2; pid {home_text}/pid; error_log {home_text}/error.log;
                 events {{ worker_connections 64; }}
                 http {{ {temporary} access_log {} combined;
                   server {{ listen 127.0.0.1:{port}; location / {{ return 200 'ok'; }} }} }}",
                log.display()
            ),
        )
        .unwrap();
        let child = Command::new(program()).arg("-c").arg(&config).arg("-p").arg(home).spawn().unwrap();
        let nginx = Self { child, port, config };
        for _ in 0..400 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return nginx;
            }
            std::thread::sleep(Duration::from_millis(25));
        }
        panic!("nginx does not answer: {}", fs::read_to_string(home.join("error.log")).unwrap_or_default());
    }

    /// Tells it to open its log anew, as logrotate does.
    fn reopen(&self) {
        let told = Command::new(program()).args(["-s", "reopen", "-c"]).arg(&self.config).status().unwrap();
        assert!(told.success());
    }

    fn quit(mut self) {
        let told = Command::new(program()).args(["-s", "quit", "-c"]).arg(&self.config).status().unwrap();
        assert!(told.success());
        self.child.wait().unwrap();
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        if self.child.try_wait().is_ok_and(|ended| ended.is_none()) {
            drop(Command::new(program()).args(["-s", "stop", "-c"]).arg(&self.config).status());
            drop(self.child.wait());
        }
    }
}

/// Asks again and again, over one connection, and tells how many answers came.
fn ask(port: u16, who: usize, stop: &AtomicBool) -> u64 {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_nodelay(true).unwrap();
    let (mut answers, mut buffer) = (0, [0; 4096]);
    while !stop.load(Ordering::SeqCst) {
        if answers % 900 == 899 {
            stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        }
        let asked = format!("GET /new-{who}-{answers} HTTP/1.1\r\nHost: x\r\n\r\n");
        stream.write_all(asked.as_bytes()).unwrap();
        let mut answer = Vec::new();
        while !answer.ends_with(b"ok") {
            let read = stream.read(&mut buffer).unwrap();
            assert!(read > 0, "nginx closed the connection");
            answer.extend_from_slice(&buffer[..read]);
        }
        answers += 1;
        std::thread::sleep(Duration::from_millis(1));
    }
    answers
}

/// Every request that nginx answered stands in its logs exactly once, and nothing from before the limit is left.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_line_of_a_busy_nginx_is_lost() {
    let (logs, home) = (Logs::of("combined").await, tempfile::tempdir().unwrap());
    logs.write("access.log", text(&around(1_000, 0)));
    let nginx = Nginx::start(&logs, home.path());
    let stop = Arc::new(AtomicBool::new(false));
    let asking: Vec<_> = (0..3)
        .map(|who| {
            let (port, stop) = (nginx.port, stop.clone());
            std::thread::spawn(move || ask(port, who, &stop))
        })
        .collect();
    let (_, step) = logs.delete().await;
    let mut old = 1_000;
    let mut gone = logs.dispose(&step).await.rows;
    for round in 0..6_u32 {
        // An old line comes in late; in the middle of it all the log is rotated.
        let late = line(date(2026, 1, 2), round);
        let mut file = fs::File::options().append(true).open(logs.path("access.log")).unwrap();
        // In one write, as a server does: in between two, nginx's own line would come to stand behind this one's text, on
        // one line with it, and go with it.
        file.write_all(format!("{late}\n").as_bytes()).unwrap();
        old += 1;
        if round == 2 {
            fs::rename(logs.path("access.log"), logs.path("access.log.1")).unwrap();
            gone += logs.dispose(&step).await.rows;
            nginx.reopen();
            while !logs.path("access.log").exists() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        gone += logs.dispose(&step).await.rows;
    }
    stop.store(true, Ordering::SeqCst);
    let answers: Vec<u64> = asking.into_iter().map(|asking| asking.join().unwrap()).collect();
    nginx.quit();
    gone += logs.dispose(&step).await.rows;
    assert_eq!(gone, old, "every old line went, and was counted once");
    let left = [logs.lines("access.log.1"), logs.lines("access.log")].concat();
    for (who, answers) in answers.iter().enumerate() {
        assert!(*answers > 50, "it was busy");
        let begin = format!("\"GET /new-{who}-");
        let own = left.iter().filter_map(|line| line.split_once(&begin)?.1.split(' ').next());
        let own: BTreeSet<u64> = own.map(|number| number.parse().unwrap()).collect();
        assert_eq!(own, (0..*answers).collect(), "each answer stands there");
    }
    let asked: u64 = answers.iter().sum();
    assert_eq!(left.len() as u64, asked, "and nothing stands there twice or is old");
    logs.repeat(&step).await;
}
