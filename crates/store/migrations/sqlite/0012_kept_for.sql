-- Whether a request is the organisation's own or was routed for a customer, in words that a retention rule can count by.
ALTER TABLE request ADD COLUMN kept_for TEXT
    GENERATED ALWAYS AS (CASE WHEN tenant = 0 THEN 'us' ELSE 'customer' END) VIRTUAL;
