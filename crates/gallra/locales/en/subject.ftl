# Finding a person.
err-find-nothing = A name alone finds nobody
err-find-nothing-help = say an e-mail address, a telephone number, a personal number or one of the policy's own (`--subject customer_no=1042`) besides
err-find-misread = What was given as { $kind } cannot be read as one
err-find-misread-help = correct it, or give it as another kind; it does not stand here because it may be somebody's
err-find-kind = No dataset of the policy has `{ $kind }` under `subject`; known are: { $known }
err-find-kind-help = write `--subject` with one of these names, or add it to the policy
err-find-many = `{ $dataset }`: more than { $most } records have one of these identifiers, which is nobody's own; nothing was told
err-find-many-help = look at what stands there by default, and search by something else
find-kind-email = e-mail address
find-kind-phone = telephone number
find-kind-number = personal number
find-kind-name = name
