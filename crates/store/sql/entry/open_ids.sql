-- Entries of a maker that are not over: what is owed of them other rules may move.
SELECT id FROM entry WHERE open AND principal IS NOT NULL AND void_reason IS NULL ORDER BY id;
