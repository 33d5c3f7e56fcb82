rights-register = The register is Gallra's own state: whoever runs Gallra has every right that it needs.
plan-keys-without = { $parties ->
    [one] One party of the register has no key of that name: nothing is found for it here.
   *[other] { $parties } parties of the register have no key of that name: nothing is found for them here.
}
