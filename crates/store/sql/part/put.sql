INSERT INTO part (
  id, code, code_key, name, name_key, spec, unit, price_fen, market_price_fen, kind, return_required
) VALUES (
  :id, :code, :code_key, :name, :name_key, :spec, :unit, :price_fen, :market_price_fen, :kind,
  :return_required
)
ON CONFLICT (id) DO UPDATE SET
  code = excluded.code, code_key = excluded.code_key, name = excluded.name, name_key =
  excluded.name_key, spec = excluded.spec, unit = excluded.unit, price_fen = excluded.price_fen,
  market_price_fen = excluded.market_price_fen, kind = excluded.kind, return_required =
  excluded.return_required;
