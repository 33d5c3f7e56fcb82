# Förteckningar: säkerhetsåtgärder, underbiträden, det som vilar på samtycke. Ord på papper.

pdf-page = Sida { $page } av { $pages }
pdf-draft = Utkast

measures-title = Säkerhetsåtgärder hos { $organisation }
measures-lead = Så skyddar { $organisation } personuppgifter, enligt artikel 32 i dataskyddsförordningen, (EU) 2016/679.
measures-contact = Frågor om säkerheten ställs till { $contact }.
head-measure = Åtgärd
head-protects = Skyddar
caption-measures = Åtgärder och de behandlingar som de skyddar
section-people = Utbildning, granskning och certifiering
head-duty = Vad som görs
head-every = Hur ofta
caption-duties = Återkommande arbete som någon utför och intygar
duty-every = Med högst { $period } mellan gångerna
duty-every-month = Varje månad
duty-every-year = Varje år
duty-certificate = Före certifikatets sista giltighetsdag

subs-title = Underbiträden till { $organisation }
subs-lead = De företag som { $organisation } anlitar för att behandla personuppgifter för kundernas räkning, enligt artikel 28.2 och 28.4 i dataskyddsförordningen, (EU) 2016/679.
section-subs-coming = Kommande underbiträden
subs-name-from = { $name } (från och med den { $day })
subs-from = { $name } anlitas tidigast den { $day }.
section-objection = Invändningar
subs-objection = Innan ett underbiträde läggs till eller byts ut underrättas kunderna, som då har { $window } på sig att invända. Invändningar lämnas till { $contact }.
section-subs-notices = Underrättelser till kunderna
subs-no-notices = Kunderna har inte underrättats om några ändringar.
caption-notices = Ändringar som kunderna har underrättats om, den senaste först
head-told = Underrättelse
head-sub = Underbiträde
head-change = Ändring
head-until = Sista dag att invända
subs-added = Tillkommer
subs-changed = Ändras
subs-removed = Anlitas inte längre

cookies-title = Kakor och samtycke hos { $organisation }
cookies-lead = En kaka är en liten textfil som en webbplats lagrar hos den som besöker den. Enligt artikel 5.3 i direktiv 2002/58/EG får det ske bara om besökaren får veta ändamålet och samtycker. Undantagna är kakor som behövs för att överföra ett meddelande eller för en tjänst som besökaren uttryckligen har begärt.
cookies-lead-se = En kaka är en liten textfil som en webbplats lagrar hos den som besöker den. Enligt 9 kap. 28 § lagen (2022:482) om elektronisk kommunikation får det ske bara om besökaren får veta ändamålet och samtycker. Undantagna är kakor som behövs för att överföra ett meddelande eller för en tjänst som besökaren uttryckligen har begärt.
consent-title = Samtycke hos { $organisation }
consent-lead = Här står vilken behandling av personuppgifter som vi ber om samtycke till enligt artikel 6.1 a i dataskyddsförordningen, (EU) 2016/679.
section-cookies-device = Kakor och annat som lagras på eller läses från enheter
section-cookies-other = Annan behandling
section-cookies-consent = Det vi ber om samtycke till
cookies-consent = Samtycket är frivilligt. Utan det gör vi inget som bara har stöd i samtycket.
section-cookies-needed = Det som inte kräver samtycke
cookies-needed = Kakor som behövs för att visa sidan, för att hålla någon inloggad eller för att minnas ett val kräver inget samtycke. De får inte användas till något annat.
section-cookies-choice = Att säga nej
cookies-choice = Det ska vara lika lätt att säga nej som att säga ja. Ett nej ska inte få andra följder än dem som beror på att uppgifterna saknas.
section-cookies-withdraw = Att återkalla ett samtycke
cookies-withdraw = Ett samtycke kan återkallas när som helst, lika lätt som det lämnades. Det går också bra att skriva till { $contact }. Det som har gjorts dessförinnan är fortfarande lagligt.
cookies-browser = Webbläsaren kan också ställas in så att kakor raderas eller inte tas emot.
section-cookies-complaint = Klagomål
cookies-complaint = Klagomål om personuppgifter lämnas till { $authority }.
cookies-complaint-se = Klagomål om personuppgifter lämnas till { $authority }. För reglerna om kakor är Post- och telestyrelsen (PTS) tillsynsmyndighet.
