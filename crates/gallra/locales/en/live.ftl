# What systems promise besides age.
live-title = What systems promise
live-https = https: TLS 1.2 or later, a valid certificate, no page without it
live-no-plain-text = no protocol for mail, files or remote login without TLS
live-least-rights = the account in use may do no more than the policy's work needs
live-region = storage lies where the policy says
live-more = and { $more } more (`--json` tells all)
live-certificate = certificate good until { $until } ({ $days ->
    [one] 1 day
   *[other] { $days } days
 })
live-ends-soon = the certificate ends { $until } ({ $days ->
    [one] 1 day
   *[other] { $days } days
 }): see that it is renewed
live-expired = the certificate has ended: renew it
live-not-yet-valid = the certificate has not begun: compare its dates with the clocks of both machines
live-other-name = the certificate is for another name: have it made for this one
live-unknown-issuer = no trusted authority vouches for the certificate: take one from a public authority, or name your own in `ca`
live-revoked = the certificate was revoked: replace it
live-unusable = the certificate cannot be used for a website: replace it
live-tls-too-old = it offers nothing as new as TLS 1.2: turn on TLS 1.2 and 1.3
live-tls-also-old = it still offers TLS 1.1 or older beside the new: turn those off
live-tls-none = what answers is no TLS: turn it on
live-tls-address = the policy's own address is http: write https
live-port-closed = { $port }: closed
live-port-encrypts = { $port }: lets nobody in before TLS
live-port-redirects = { $port }: leads to https
live-port-login = { $port }: takes logins without TLS: demand TLS first, or close it
live-port-no-tls = { $port }: is open and has no TLS: turn TLS on and demand it, or close it
live-port-pages = { $port }: answers itself instead of leading to https: redirect everything, or close it
live-port-elsewhere = { $port }: does not lead to https at the same site: redirect there, or close it
live-rights = the account's rights were looked at
live-cure = { $right }: { $cure }
live-extra-power = the account is { $power }
live-extra-member = the account is a member of { $role }
live-extra-owner = the account owns the { $object }
live-extra-privilege = { $privilege } on { $object }
live-extra-host = the account may sign in from any host
live-extra-file = everybody on the machine may { $may } the file { $file }
live-region-fits = region { $region }: { $place }
live-region-elsewhere = region { $region }: { $place }, which is not what the policy says: move the bucket, or correct the policy
live-no-name = { $port }: the host's name has no address
live-unreachable = { $port }: no way leads there
live-refused = { $port }: nobody answers
live-timeout = { $port }: no answer in time; closed by a firewall or not, that cannot be told from here
live-hung-up = { $port }: closed the connection without an answer
live-unclear = { $port }: the answer tells nothing about TLS
live-no-address = the system's address cannot be had or understood
live-no-ca = the file that `ca` names cannot be read, or holds no certificate
live-no-authorities = this machine has no list of trusted authorities: install ca-certificates
live-system = { $told }
live-needs = `{ $dataset }` could not be looked at, so that it is not known which rights on tables are needed
live-roles = the account has roles, and what they allow was not looked at: grant it to the account itself
live-region-not-told = the store does not tell its region
live-region-unknown = it is not known where the region { $region } is
live-no-country = the policy does not say in which `country` the system is
live-region-wide = the region { $region } spans the whole Union, and the policy names one country
live-nothing-seen = nothing was looked at
live-beyond = More than is needed; to take it away:
col-system = System
col-promise = Promise
