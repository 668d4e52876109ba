"""Three servers of one site, their database and their balancer, each on a machine of its own."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from browser import PASSWORD, ask
from network import ADDRESSES, run

SERVERS = ["one", "two", "three"]
NOBODY = 65534
HERE = Path(__file__).parent
PROGRAM = Path(os.environ.get("CONCORD_BIN", HERE / "../../target/release/concord")).resolve()
INSIDE = "---\ntitle: Inside\nkind: page\nsummary: S.\nvisibility: members\n---\n\nOtter.\n"
OPEN = "---\ntitle: {}\nsummary: S.\n---\n\nHeron.\n"
CONFIGURATION = """\
name = "Tried"
base_url = "https://wiki.example.org"
listen = "0.0.0.0:8080"
repository = "content.git"
index = "index"
[upstream]
url = "{upstream}"
interval = 2
[proxy]
trusted = ["10.0.0.1"]
[accounts]
database = "postgres://concord@10.0.0.20/concord?sslrootcert={folder}/authority.pem"
database_password_file = "{folder}/password"
"""


def postgres_programs():
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise SystemExit("this needs PostgreSQL: apt-get install postgresql")
    return found[-1].parent


class Site:
    def __init__(self, network, folder):
        self.network, self.folder = network, Path(folder)
        self.running = {}
        self.environment = {name: value for name, value in os.environ.items()
                            if not name.startswith(("CONCORD_", "GIT_"))}

    def path(self, name):
        return self.folder / name

    def start(self):
        self.folder.chmod(0o755)
        self.make_certificate()
        self.make_content()
        self.make_database()
        for server in SERVERS:
            self.make_server(server)
        self.user("add", "root", "--role", "administrator", "--password-stdin", typed=PASSWORD)
        for server in SERVERS:
            self.serve(server)
        self.balance()

    def stop(self):
        for name in [*SERVERS, "balancer"]:
            self.end(name)
        self.signal_database(signal.SIGCONT)
        self.stop_database()

    def make_certificate(self):
        """Makes an authority, and a certificate of it for the balancer and the database."""
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        authority, its_key = self.path("authority.pem"), self.path("authority.key")
        run("openssl", "req", "-x509", *key, "-days", "2", "-subj", "/CN=Tries",
            "-keyout", its_key, "-out", authority)
        run("openssl", "req", "-x509", *key, "-days", "2", "-subj", "/CN=wiki.example.org",
            "-addext", "subjectAltName=DNS:wiki.example.org,IP:10.0.0.20",
            "-addext", "basicConstraints=critical,CA:FALSE", "-CA", authority, "-CAkey", its_key,
            "-keyout", self.path("wiki.key"), "-out", self.path("wiki.pem"))

    def make_content(self):
        source = self.path("source")
        source.mkdir()
        git = ["git", "-C", source, "-c", "user.name=T", "-c", "user.email=t@example.org"]
        run(*git, "init", "-q", "-b", "main")
        (source / "vocabulary.toml").write_text("")
        (source / "index.md").write_text(OPEN.format("Home"))
        (source / "open.md").write_text(OPEN.format("Open"))
        (source / "inside.md").write_text(INSIDE)
        run(*git, "add", ".")
        run(*git, "commit", "-q", "-m", "Begin")
        run("git", "clone", "-q", "--bare", source, self.path("upstream.git"))

    def make_database(self):
        self.path("password").write_text("otters weigh\n")
        data, programs = self.path("postgres"), postgres_programs()
        data.mkdir()
        for name in ["wiki.key", "wiki.pem"]:
            shutil.copy(self.path(name), data / name)
            os.chown(data / name, NOBODY, NOBODY)
            (data / name).chmod(0o600)
        os.chown(data, NOBODY, NOBODY)
        self.as_nobody = ["setpriv", "--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups", "--"]
        run(*self.as_nobody, programs / "initdb", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8",
            "--username=concord", "--auth-local=trust", "--auth-host=scram-sha-256",
            "--pwfile", self.path("password"), "--pgdata", data / "data", cwd=data)
        (data / "data/pg_hba.conf").write_text(
            "local all all trust\nhostssl all all 10.0.0.0/24 scram-sha-256\n")
        self.start_database()
        run(*self.as_nobody, programs / "createdb", "-h", data, "-U", "concord", "concord", cwd=data)

    def start_database(self):
        data, programs = self.path("postgres"), postgres_programs()
        command = [*self.as_nobody, programs / "postgres", "-D", data / "data", "-k", data,
                   "-c", "listen_addresses=*", "-c", "fsync=off", "-c", "ssl=on",
                   "-c", f"ssl_cert_file={data}/wiki.pem", "-c", f"ssl_key_file={data}/wiki.key"]
        self.running["database"] = subprocess.Popen(
            self.network.inside("database", *command), cwd=data, stdout=subprocess.DEVNULL,
            stderr=open(self.path("database.log"), "a"), start_new_session=True)
        ready = [programs / "pg_isready", "-q", "-h", data]
        wait_for("PostgreSQL", lambda: subprocess.run(ready, check=False).returncode == 0)

    def stop_database(self):
        data = self.path("postgres")
        subprocess.run([*self.as_nobody, postgres_programs() / "pg_ctl", "stop", "-m", "immediate",
                        "-D", data / "data"], cwd=data, capture_output=True, check=False)
        self.running.pop("database").wait()

    def signal_database(self, what):
        """Has all processes of the database stand still, or go on."""
        first = (self.path("postgres") / "data/postmaster.pid").read_text().split()[0]
        children = subprocess.run(["pgrep", "-P", first], capture_output=True, text=True, check=False)
        for process in [first, *children.stdout.split()]:
            os.kill(int(process), what)

    def make_server(self, server):
        folder = self.path(server)
        folder.mkdir()
        run("git", "clone", "-q", "--bare", self.path("upstream.git"), folder / "content.git")
        text = CONFIGURATION.format(upstream=self.path("upstream.git"), folder=self.folder)
        (folder / "concord.toml").write_text(text)

    def serve(self, server):
        log = open(self.path(f"{server}.log"), "a")
        self.running[server] = subprocess.Popen(
            self.network.inside(server, PROGRAM, "serve"), cwd=self.path(server),
            stdout=log, stderr=log, env=self.environment)
        def is_well():
            return self.on("balancer", ask, ADDRESSES[server], "GET", "/-/healthz").status == 200
        wait_for(f"server {server}", is_well)

    def balance(self):
        """Runs nginx by the configuration that operators are given."""
        text = (HERE / "../../packaging/nginx.conf").read_text()
        self.path("site.conf").write_text(text.replace("/etc/nginx/tls", str(self.folder)))
        self.path("nginx.conf").write_text(
            f"pid {self.folder}/nginx.pid; daemon off; error_log {self.folder}/nginx.log;\n"
            f"events {{}}\nhttp {{ access_log off; include {self.folder}/site.conf; }}\n")
        command = self.network.inside("balancer", "nginx", "-c", self.path("nginx.conf"))
        self.running["balancer"] = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        wait_for("nginx", lambda: self.get("/-/healthz").status == 200)

    def end(self, name, how=signal.SIGTERM):
        process = self.running.pop(name, None)
        if process:
            process.send_signal(how)
            process.wait()

    def on(self, machine, work, *arguments, **more):
        return self.network.begin(machine, lambda: work(*arguments, **more)).result()

    def read(self, machine, method, path, **more):
        """Asks by the balancer, as somebody at a machine."""
        authority = str(self.path("authority.pem"))
        return self.on(machine, ask, ADDRESSES["balancer"], method, path, authority, **more)

    def get(self, path, cookie=""):
        return self.read("reader", "GET", path, cookie=cookie)

    def known(self, cookie):
        """Tells of each server that runs whether somebody is known there."""
        def is_known(server):
            answer = ask(ADDRESSES[server], "GET", "/inside", cookie=cookie)
            assert ("Otter" in answer.body) == (answer.status == 200)
            return answer.status == 200
        asked = {server: self.network.begin("balancer", is_known, server)
                 for server in SERVERS if server in self.running}
        return {server: known.result() for server, known in asked.items()}

    def user(self, *arguments, typed=""):
        command = self.network.inside("one", PROGRAM, "user", *arguments)
        return run(*command, cwd=self.path("one"), input=f"{typed}\n", env=self.environment).strip()


def wait_for(what, is_so, patience=60):
    """Waits until something is so, and returns how long that took."""
    started = time.monotonic()
    while True:
        try:
            if is_so():
                return time.monotonic() - started
        except OSError:
            pass
        if time.monotonic() - started > patience:
            raise SystemExit(f"{what}: not within {patience} s")
        time.sleep(0.02)
