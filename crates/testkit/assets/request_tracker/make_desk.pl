# Makes a help desk with a past: agents, customers who write by mail, answers, comments, a signature, a saved search.
# Every row goes through Request Tracker's own API and its own mail gateway; only dates are set afterwards.
use strict;
use warnings;
use utf8;
use RT -init;
use RT::Interface::Email;
use Encode ();

my @FIRST = qw(Agda Birger Cilla Disa Egil Frida Gull Hilda Idun Jorma);
my @LAST = qw(Provsson Testlund Exempelgren Mallberg Försökström);
my $system = RT->SystemUser;

sub ok { my ($id, $said) = @_; die "refused: $said\n" unless $id; return $id }

my $queue = RT::Queue->new($system);
ok($queue->Create(Name => 'Kundtjänst', Description => 'Frågor från kunder'));
my $everyone = RT::Group->new($system);
$everyone->LoadSystemInternalGroup('Everyone');
ok($everyone->PrincipalObj->GrantRight(Right => $_, Object => $queue)) for qw(CreateTicket ReplyToTicket SeeQueue);

my @agents;
for my $n (0 .. 3) {
    my ($first, $last) = ($FIRST[$n], $LAST[$n]);
    my $agent = RT::User->new($system);
    ok($agent->Create(
        Name => lc "$first$n", RealName => "$first $last", NickName => $first, EmailAddress => lc("$first.$n") . '@desk.example',
        Password => "hemligt ord $n", Privileged => 1, Organization => 'Kundtjänst AB', Lang => 'sv', Timezone => 'Europe/Stockholm',
        HomePhone => "08-12 34 5$n", WorkPhone => "08-465 00 4$n", MobilePhone => "070-174 06 0$n", PagerPhone => "0$n",
        Address1 => "Provgatan $n", Address2 => 'c/o Mall', City => 'Uppsala', State => 'Uppland', Zip => '753 1' . $n, Country => 'Sverige',
        Signature => "Hälsningar $first", Comments => "Anställd $first", FreeformContactInfo => "ring $first",
        Gecos => "$first $last", FreeformContactInfo => "helst på förmiddagen",
    ));
    ok($agent->PrincipalObj->GrantRight(Right => 'SuperUser', Object => RT->System));
    push @agents, $agent;
}

my $field = RT::CustomField->new($system);
ok($field->Create(Name => 'Kundnummer', Type => 'FreeformSingle', LookupType => 'RT::Queue-RT::Ticket'));
ok($field->AddToObject($queue));

sub gateway {
    my (%mail) = @_;
    my $text = join "\n",
        "From: $mail{name} <$mail{from}>", 'To: kundtjanst@desk.example', ($mail{cc} ? "Cc: $mail{cc}" : ()),
        "Subject: $mail{subject}", "Message-ID: <$mail{id}\@kund.example>", 'MIME-Version: 1.0',
        'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', '', $mail{body}, '';
    my ($status, $said, $ticket) = RT::Interface::Email::Gateway({
        message => Encode::encode('UTF-8', $text), queue => 'Kundtjänst', action => 'correspond',
    });
    die "the gateway refused: $status $said\n" unless $status == 1;
    return $ticket;
}

my $past = RT::Date->new($system);
for my $n (0 .. 19) {
    my ($first, $last) = ($FIRST[$n % 10], $LAST[$n % 5]);
    my $from = "kund$n\@kund.example";
    my $ticket = gateway(
        name => "=?UTF-8?Q?$first?= Kund", from => $from, id => "fraga-$n", subject => "Faktura $n stämmer inte",
        ($n % 4 ? () : (cc => "sambo$n\@hem.example")),
        body => "Hej! Jag heter $first $last och undrar om min faktura. Ring mig på 070-174 06 " . (10 + $n)
            . " eller skriv till privat$n\@hem.example så löser vi det.",
    );
    my $agent = $agents[$n % 4];
    my $own = RT::Ticket->new(RT::CurrentUser->new($agent->Id));
    $own->Load($ticket->Id);
    ok($own->AddCustomFieldValue(Field => $field->Id, Value => 10_000 + $n));
    ok($own->SetOwner($agent->Id)) if $n % 3;
    ok($own->Correspond(Content => "Hej $first! Vi tittar på det och hör av oss till dig i morgon."));
    ok($own->Comment(Content => "Kunden $first $last ringde, är orolig för inkasso."));
    gateway(name => 'Kund', from => $from, id => "svar-$n", subject => "Re: [helpdesk.example #" . $ticket->Id . "] Faktura $n",
        body => "Tack för svaret, det blev bra så. Jag heter fortfarande $first.") if $n % 2;
    ok($own->SetStatus('resolved')) if $n < 14;
    # A year and a half back and one month more for each.
    $past->Unix(1_790_000_000 - (18 + $n) * 30 * 86_400);
    $_->__Set(Field => 'Created', Value => $past->ISO) for $own, @{ $own->Transactions->ItemsArrayRef };
    for my $transaction (@{ $own->Transactions->ItemsArrayRef }) {
        $_->__Set(Field => 'Created', Value => $past->ISO) for @{ $transaction->Attachments->ItemsArrayRef };
    }
}

my $first = RT::CurrentUser->new($agents[0]->Id);
ok($agents[0]->SetPreferences('SavedSearch', { Query => "Owner = 'agda0'" }));
my $token = RT::AuthToken->new($first);
ok($token->Create(Owner => $agents[0]->Id, Description => 'Min telefon'));
my $article_class = RT::Class->new($system);
ok($article_class->Create(Name => 'Svar'));
my $article = RT::Article->new($system);
ok($article->Create(Class => 'Svar', Name => 'Öppettider', Summary => 'När vi har öppet'));
my $asset = RT::Asset->new($system);
ok($asset->Create(Name => 'Skrivare', Catalog => 'General assets', Description => 'Plan 2'));
my $link = RT::Ticket->new($system);
$link->Load(1);
ok($link->AddLink(Type => 'RefersTo', Target => 2));
print "made\n";
