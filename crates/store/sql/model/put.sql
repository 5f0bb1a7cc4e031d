INSERT INTO model (
  id, principal, code, code_key, product, class, power_milli_kw, guide_price_fen, fuel, cylinders, strokes
) VALUES (
  :id, :principal, :code, :code_key, :product, :class, :power_milli_kw, :guide_price_fen, :fuel, :cylinders, :strokes
)
ON CONFLICT (id) DO UPDATE SET
  principal = excluded.principal, code = excluded.code, code_key = excluded.code_key, product =
  excluded.product, class = excluded.class, power_milli_kw = excluded.power_milli_kw,
  guide_price_fen = excluded.guide_price_fen, fuel = excluded.fuel, cylinders = excluded.cylinders,
  strokes = excluded.strokes;
