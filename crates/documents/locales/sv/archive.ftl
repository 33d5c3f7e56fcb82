# Sidan som leder till allt som har publicerats.

archive-title = Våra dokument om dataskydd
archive-lead = Här finns dokumenten som gäller och alla tidigare versioner. Varje version är förseglad: det som en gång har publicerats ändras inte.
archive-in-force = Gäller sedan den { $day } (publicering { $number })
archive-earlier = Publicerat den { $day } (publicering { $number })
archive-file = { $name }, { $form } (version { $version })
archive-file-since = { $name }, { $form } (version { $version }, oförändrad sedan den { $day })
archive-notice = Integritetspolicy
archive-records = Registerförteckning som personuppgiftsansvarig
archive-processor-records = Registerförteckning som personuppgiftsbiträde
archive-instruction = Instruktion för behandlingen
archive-agreement = Personuppgiftsbiträdesavtal
archive-measures = Säkerhetsåtgärder
archive-sub-processors = Underbiträden
archive-cookies = Kakor och samtycke
archive-terms = Allmänna villkor
