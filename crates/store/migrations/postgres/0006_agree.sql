-- What was agreed, to be shown years later, and the two steps before a customer's own instruction is answered.

ALTER TABLE agreement ADD COLUMN text BYTEA;                       -- sealed, under the party's key
ALTER TABLE agreement ADD COLUMN review_on TEXT COLLATE "C";       -- when the customer asked for a review of its own instruction
ALTER TABLE agreement ADD COLUMN answer TEXT COLLATE "C" CHECK (answer IN ('price', 'other_service'));
