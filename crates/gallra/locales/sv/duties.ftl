# Åtaganden: det som människor lovar att göra om och om igen.
col-duty = Åtagande
col-duty-of = För
col-duty-standing = Läge
duties-title = Det som människor har lovat att göra
duties-open = { $duties ->
    [one] 1 åtagande är försenat
   *[other] { $duties } åtaganden är försenade
 }
duty-never = aldrig intygat
duty-overdue = försenat sedan { $day }
duty-soon = ska göras senast { $day }
duty-good = till { $day }
duty-by = av { $role }, { $at }
duty-document = Certifikat (SHA-256)
duty-attested = intygat: { $duty }; gäller till { $until }
reason-other-promise = det som intygades var ett längre löfte: gör om `gallra attest`
attest-nothing-due = inget behöver göras inom { $days ->
    [one] 1 dag
   *[other] { $days } dagar
 }
attest-calendar = kalender: { $path }
calendar-summary = Sista dag: { $what }
calendar-description = { $label }, ansvarig: { $by }
err-attest-what = `{ $what }` är inget åtagande; en uppgift anges med sin aktivitet och sin datamängd
err-attest-document = `{ $what }` är en uppgift: --document hör till åtaganden
err-attest-gone = `{ $what }` är ett åtagande: --gone hör till papper med en förteckning
usage-window = ett antal dagar, veckor, månader eller år väntas, till exempel 30d eller "2 months"
value-activity-duty = AKTIVITET|ÅTAGANDE
value-dataset-of = DATAMÄNGD|FÖR
value-due = DAGAR
arg-attest-document = Certifikatets fil; dess hash förseglas
arg-attest-due = Bara det som ska göras inom så många dagar; slutar med 1 om det finns något
arg-attest-calendar = Skriv det som ska göras som en kalender (iCalendar), med påminnelse en månad före
