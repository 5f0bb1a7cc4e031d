-- How many times a person's name, role, PIN or being here was saved: two windows do not undo each other.
ALTER TABLE operator ADD COLUMN rev INTEGER NOT NULL DEFAULT 1;
