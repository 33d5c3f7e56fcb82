# Registerförteckningar enligt artikel 30.

records-title = Registerförteckning för { $organisation } som personuppgiftsansvarig
records-lead = Register över behandling enligt artikel 30.1 i dataskyddsförordningen, (EU) 2016/679.
processor-records-title = Registerförteckning för { $organisation } som personuppgiftsbiträde
processor-records-lead = Register över behandling för andras räkning enligt artikel 30.2 i dataskyddsförordningen, (EU) 2016/679. Behandlingarna nedan utförs för var och en av de personuppgiftsansvariga, i den mån de använder tjänsten.
section-controllers = Personuppgiftsansvariga
caption-controllers = De för vars räkning uppgifter behandlas
head-controller = Personuppgiftsansvarig
head-number = Organisationsnummer
head-contact = Kontakt
head-representative = Företrädare
head-dpo = Dataskyddsombud
transfers-none = Ingen
transfer-to = { $name }: { $place }
transfer-storage = Lagring: { $place }
