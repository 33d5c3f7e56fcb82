# Mätningen och intygandena.
audit-title = Löften av { $organisation }, mätta { $at }
audit-nothing = Policyn lovar inget som kan mätas: ingen aktivitet har `at_most` eller `until_review`.
audit-sum = Av löftena: { $kept } hållna, { $broken } brutna, { $unseen } inte kontrollerade
audit-since = sedan { $at }
reason-never-attested = ingen har intygat det än: `gallra attest`
audit-before = { $now } försenade; { $before } vid mätningen innan
audit-attested = av { $role }, gäller till { $until }
audit-html = sida: { $path }
verdict-kept = hållet
verdict-broken = brutet
verdict-not-checked = inte kontrollerat
col-verdict = Omdöme
col-activity = Aktivitet
col-line = Gräns
col-place = Plats
col-responsible = Ansvarig
col-good-until = Gäller till
fact-alive = Poster
fact-oldest = Äldsta
fact-overdue = Försenade
fact-before = Utveckling
fact-since = Sedan
fact-held = Undantagna från gallring
audit-held-until = { $rows }, lagringstjänstens eget lås längst till { $day }
fact-kept-by-law = Behålls längre enligt lag
fact-ongoing = Tiden har inte börjat
fact-unreadable = Ålder gick inte att läsa
fact-attested = Intygat
fact-reason = Varför inte
audit-page-title = { $organisation }: löften och verklighet
audit-page-measured = Mätt { $at }
audit-page-kept = hållna
audit-page-broken = brutna
audit-page-not-checked = inte kontrollerade
audit-page-line = utlovad gräns { $day }
audit-page-bar = { $from } till { $to }: { $rows }
audit-page-alt = Poster efter ålder; { $rows } är från före den utlovade gränsen { $day }
audit-page-foot = Policy { $policy }. Omdömena och rapportens hash är förseglade i loggen; ”gallra verify” bevisar det utan nät.
attested = intygat: { $activity }, { $dataset }; gäller till { $until }
attest-none = Inget i policyn väntar på en människa: det finns inget system av slaget `manual` med en datamängd.
attest-open = { $tasks ->
    [one] 1 uppgift är öppen
   *[other] { $tasks } uppgifter är öppna
 }
attest-struck = { $rows ->
    [one] 1 rad ströks ur förteckningen
   *[other] { $rows } rader ströks ur förteckningen
 }
attest-index = i förteckningen { $rows }, varav { $overdue } vars tid är ute
attest-oldest = äldst { $day }
attest-deadline = ska tas ut senast { $day }
attest-unreadable = { $rows } utan läsbart datum
attest-ran-out = löpte ut { $day }
attest-never = aldrig
word-text = TEXT
