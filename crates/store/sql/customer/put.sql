INSERT INTO customer (
  id, name, name_key, phone, phone_key, phone_rev, county, town, village, id_no
) VALUES (
  :id, :name, :name_key, :phone, :phone_key, :phone_rev, :county, :town, :village, :id_no
)
ON CONFLICT (id) DO UPDATE SET
  name = excluded.name, name_key = excluded.name_key, phone = excluded.phone, phone_key =
  excluded.phone_key, phone_rev = excluded.phone_rev, county = excluded.county, town =
  excluded.town, village = excluded.village, id_no = excluded.id_no;
