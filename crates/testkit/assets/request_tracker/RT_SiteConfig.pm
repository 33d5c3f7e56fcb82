# The least settings that Request Tracker needs; the database comes from the environment.
Set($rtname, 'helpdesk.example');
Set($Organization, 'helpdesk.example');
Set($WebDomain, 'localhost');
Set($Timezone, 'UTC');
Set($DatabaseType, 'Pg');
Set($DatabaseHost, '127.0.0.1');
Set($DatabasePort, $ENV{DESK_PORT});
Set($DatabaseName, $ENV{DESK_NAME});
Set($DatabaseUser, $ENV{DESK_USER});
Set($DatabasePassword, $ENV{DESK_PASSWORD});
Set($LogToSyslog, undef);
Set($LogToSTDERR, 'error');
# No mail leaves; what would be sent is recorded all the same.
Set($MailCommand, 'testfile');
1;
