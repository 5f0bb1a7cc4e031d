INSERT INTO trail (at, clerk, action, about, detail, once) VALUES (:at, :clerk, :action, :about, :detail, :once)
ON CONFLICT (once) DO NOTHING
