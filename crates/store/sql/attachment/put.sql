INSERT INTO attachment (
  id, subject, record, kind, tag, caption, sha256, thumb_sha256, strokes_sha256, mime, bytes, width, height, taken_at,
  added_at, device, clock_suspect, signer, relation, likeness, alike, superseded_by, supersede_reason, field
) VALUES (
  :id, :subject, :record, :kind, :tag, :caption, :sha256, :thumb_sha256, :strokes_sha256, :mime, :bytes, :width, :height, :taken_at,
  :added_at, :device, :clock_suspect, :signer, :relation, :likeness, :alike, :superseded_by, :supersede_reason, :field
)
ON CONFLICT (id) DO UPDATE SET
  superseded_by = excluded.superseded_by, supersede_reason = excluded.supersede_reason;
