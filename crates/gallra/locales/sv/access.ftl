# Packages for a person who asked for their data.

err-package = paketet `{ $path }` till en person kan inte göras; det finns inget
err-package-help = detaljen ovan säger vad som ska rättas; kör sedan samma kommando igen
