-- What head office had said of a building by which it was sent, kept when the same file goes to it a second time.
CREATE TABLE submission_answer (
  submission      TEXT NOT NULL REFERENCES submission (id),
  run             TEXT NOT NULL REFERENCES report_run (id),
  acknowledged_on TEXT,
  returned_reason TEXT NOT NULL,
  PRIMARY KEY (submission, run)
) STRICT, WITHOUT ROWID;
CREATE INDEX submission_answer_run ON submission_answer (run);
