# Instruktionen för det som behandlas för kunders räkning, artikel 28.3 a.

instruction-title = Instruktion för behandling av personuppgifter hos { $organisation }
instruction-lead = Instruktionen beskriver hur { $organisation } som personuppgiftsbiträde behandlar personuppgifter för kundens räkning, enligt artikel 28.3 a i dataskyddsförordningen, (EU) 2016/679. Kunden är personuppgiftsansvarig. Uppgifterna behandlas bara för att leverera det som kunden har beställt.
instruction-replace = Instruktionen gäller tills kunden lämnar en egen, skriftlig instruktion. Den ersätter då den här, så långt som lagen medger.
section-sub-processors = Underbiträden
sub-processors-none = Inga underbiträden anlitas.
sub-processors-duties = Innan ett nytt underbiträde anlitas underrättas kunden, som då kan invända. Ett underbiträde har samma dataskyddsskyldigheter som vi, och vi svarar för att det fullgör dem (artikel 28.2 och 28.4).
section-duties = Vem som svarar för vad
section-duties-processor = Vi
section-duties-controller = Kunden
duty-instructions = behandlar uppgifterna bara enligt instruktionen, och säger genast till om vi anser att den strider mot lag,
duty-confidentiality = ger tillgång till uppgifterna bara åt den som behöver det och är bunden av tystnadsplikt,
duty-help = hjälper kunden, med hänsyn till behandlingens art och den information som vi har, att besvara begäranden från registrerade och att fullgöra sina skyldigheter enligt artiklarna 32–36,
duty-breach = underrättar kunden utan onödigt dröjsmål om en personuppgiftsincident, och berättar vad som har hänt, vilka personer och uppgifter det gäller, vilka följder den sannolikt får och vilka åtgärder vi vidtar, med tillägg när mer blir känt,
duty-end = raderar eller återlämnar alla uppgifter när tjänsten har upphört, beroende på vad kunden väljer, och raderar befintliga kopior, inom de tider som anges ovan, om inte unionsrätten eller en medlemsstats rätt kräver att uppgifterna sparas, och
duty-audits = ger kunden all information som behövs för att visa att skyldigheterna enligt artikel 28 fullgörs, och möjliggör och bidrar till granskningar, även inspektioner, som kunden eller en granskare på kundens uppdrag gör.
duty-lawful = svarar för att det finns en rättslig grund för uppgifterna,
duty-own-security = svarar för säkerheten i det som kunden själv installerar och väljer att lagra,
duty-inform = informerar de registrerade, och
duty-data = låter bli att lagra uppgifter som inte behövs.
section-contact = Kontakt
instruction-contact = Frågor om instruktionen ställs till { $contact }.
