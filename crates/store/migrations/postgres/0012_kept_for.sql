-- Whether a request is the organisation's own or was routed for a customer, in words that a retention rule can count by.
ALTER TABLE request ADD COLUMN kept_for TEXT COLLATE "C"
    GENERATED ALWAYS AS (CASE WHEN tenant = 0 THEN 'us' ELSE 'customer' END) STORED;

-- A retention rule takes customers' requests together, by the policy of the organisation that keeps them. What is sealed in
-- them opens for nobody by this. Nothing is written into a customer's rows: a lock on a row asks for the right to change it.
CREATE POLICY kept_for_customers ON request
    USING (tenant > 0 AND current_setting('gallra.kept_for', true) = 'customers')
    WITH CHECK (false);
