# What a plan that is about somebody says.

about-kept = { $rows } kept: { $why } (GDPR { $article })
about-until = , until `{ $limit }` has passed
about-review = , looked at again on { $day }
about-duty = the law asks for it ({ $source })
about-in-force = the contract is in force
about-exempt = an exemption that was weighed
about-needed = records that are kept name them
about-held = { $rows } held: { $hold }
about-locked = { $rows } held: the store itself does not give them up
about-not-ours = { $rows } not ours: the customer decides ({ $by })
about-open-contract = { $rows } open: is the contract of `{ $by }` in force?
about-open-floor = { $rows } open: which exemption carries the shortest time of `{ $by }`?
about-shared = { $rows } shared with others, and kept for these

err-stale-person = the plan is stale: other records are known to be the person's than when it was made; nothing was changed
err-about-somebody = the plan is about request { $requests } and names records by hashes alone; nothing was changed
err-about-somebody-help = approve and apply it through the request, which has the keys: see `gallra requests`
err-too-many = the request reaches { $keys } records that have to be remembered one by one, and { $most } are the most; nothing was changed
err-too-many-help = ask for fewer people at once
