INSERT INTO print_run (
  id, no, paper, principal, record, key, template_sha256, data, sha256, pages, missing, made_at, printed_at, times
) VALUES (
  :id, :no, :paper, :principal, :record, :key, :template_sha256, :data, :sha256, :pages, :missing, :made_at, :printed_at, :times
)
ON CONFLICT (id) DO UPDATE SET printed_at = excluded.printed_at, times = excluded.times;
