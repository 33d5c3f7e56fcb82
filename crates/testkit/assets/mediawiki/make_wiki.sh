#!/bin/sh
# Makes a wiki with its own installer and maintenance scripts: people with addresses, articles, a block, a deleted page.
# Usage: make_wiki.sh FOLDER; leaves FOLDER/wiki.sqlite.
set -eu
folder="$1"
run() { name="$1"; shift; php "/usr/share/mediawiki/maintenance/$name.php" --conf "$folder/LocalSettings.php" "$@" >/dev/null; }

php /usr/share/mediawiki/maintenance/install.php --dbtype sqlite --dbpath "$folder" --dbname wiki --confpath "$folder" \
  --server http://localhost --scriptpath / --lang sv --pass 'ett langt losenord 1' Provwiki Admin >/dev/null
cat >> "$folder/LocalSettings.php" <<'PHP'
$wgUseFileCache = false;
$wgEnableEmail = false;
PHP
n=0
for who in 'Agda Provsson' 'Birger Testlund' 'Cilla Mallberg' 'Disa Exempelgren' 'Egil Provlund' 'Frida Testgren'; do
  n=$((n + 1))
  run createAndPromote "$who" "ett langt losenord $n"
  run resetUserEmail "$who" "person$n@wiki.example"
  echo "Här skriver $who om bakning. Fråga gärna på person$n@wiki.example." \
    | run edit --user "$who" --summary "ny sida av $who" "Bakning $n"
  echo "'''$who''' är bagare och bor i Uppsala. [https://bageri$n.example Hemsida] [[Kategori:Bagare]]" \
    | run edit --user "$who" --summary "mer om mig" "Användare:$who"
done
echo "Frida Testgren" > "$folder/blocked"
run blockUsers --performer Admin --reason "klotter av Frida" "$folder/blocked"
echo "Bakning 3" > "$folder/deleted"
run deleteBatch -u Admin -r "på begäran av Cilla" "$folder/deleted"
run userOptions language --new en --old sv --nowarn || true
run runJobs
php -r '$db = new SQLite3($argv[1]); $db->exec("PRAGMA wal_checkpoint(TRUNCATE)"); $db->exec("PRAGMA journal_mode = DELETE");' "$folder/wiki.sqlite"
