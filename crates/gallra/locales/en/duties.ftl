# Duties: what people promise again and again.
col-duty = Duty
col-duty-of = For
col-duty-standing = Standing
duties-title = What people promise to do
duties-open = { $duties ->
    [one] 1 duty is overdue
   *[other] { $duties } duties are overdue
 }
duty-never = never attested
duty-overdue = overdue since { $day }
duty-soon = due by { $day }
duty-good = until { $day }
duty-by = by { $role }, { $at }
duty-document = Certificate (SHA-256)
duty-attested = attested: { $duty }; good until { $until }
reason-other-promise = what was attested was a longer promise: `gallra attest` anew
attest-nothing-due = nothing is due within { $days ->
    [one] 1 day
   *[other] { $days } days
 }
attest-calendar = calendar: { $path }
calendar-summary = Last day: { $what }
calendar-description = { $label }, responsible: { $by }
err-attest-what = `{ $what }` is no duty; a task is named by its activity and its dataset
err-attest-document = `{ $what }` is a task: --document is for duties
err-attest-gone = `{ $what }` is a duty: --gone is for papers with an index
usage-window = a number of days, weeks, months or years is expected, such as 30d or "2 months"
value-activity-duty = ACTIVITY|DUTY
value-dataset-of = DATASET|OF
value-due = DAYS
arg-attest-document = The certificate's file; its hash is sealed
arg-attest-due = Only what is due within so many days; ends with 1 if anything is
arg-attest-calendar = Write what has to be done as a calendar (iCalendar), with an alarm a month before
