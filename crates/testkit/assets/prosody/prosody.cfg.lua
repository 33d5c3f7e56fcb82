-- The least settings that a chat server with an archive needs.
run_as_root = true
daemonize = false
log = { error = "*console" }
interfaces = { "127.0.0.1" }
c2s_ports = { tonumber(os.getenv("CHAT_PORT")) }
s2s_ports = {}
modules_enabled = {
  "roster", "saslauth", "disco", "blocklist", "bookmarks", "pep", "private", "vcard4", "vcard_legacy", "mam", "register",
  "offline", "ping",
}
modules_disabled = { "s2s", "tls", "posix" }
allow_registration = true
registration_throttle_max = 1000
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
authentication = "internal_hashed"
default_storage = "sql"
default_archive_policy = true
sql = { driver = "SQLite3", database = "prosody.sqlite" }
VirtualHost "chat.example"
