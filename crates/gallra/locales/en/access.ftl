# Packages for a person who asked for their data.

err-package = a person's package `{ $path }` cannot be made; there is none
err-package-help = the detail above says what to correct; then run the same command again
