rights-register = Registret är Gallras eget tillstånd: den som kör Gallra har alla rättigheter som behövs.
plan-keys-without = { $parties ->
    [one] En part i registret har ingen nyckel med det namnet: för den hittas inget här.
   *[other] { $parties } parter i registret har ingen nyckel med det namnet: för dem hittas inget här.
}
